package metricflow.jobs.backfill;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.luben.zstd.ZstdOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import metricflow.jobs.JobFailedException;
import metricflow.jobs.JobReport;
import metricflow.jobs.TestLake;
import metricflow.table.Tables;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files of other tools become events. */
class ImportFormatsTest {
  @TempDir Path folder;
  private TestLake lake;

  @BeforeEach
  void lake() {
    lake = new TestLake(folder);
  }

  private JobReport importing(Path input) {
    return importing(input, Format.AUTO, Map.of());
  }

  private JobReport importing(Path input, Format format, Map<String, String> map) {
    return lake.run(
        new BackfillJob(
            7,
            List.of(input.toString()),
            new Source.Description(format, map, ZoneOffset.UTC),
            false));
  }

  private Path file(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text);
  }

  private List<String> events(String columns) {
    return lake
        .query(
            "SELECT concat_ws('|', transform(array(%s), x -> coalesce(x, '-'))) AS text FROM {events} ORDER BY event_time, event"
                .formatted(columns))
        .stream()
        .map(row -> row.getString(0))
        .toList();
  }

  @Test
  void columns_of_csv_are_fields_what_map_says_and_else_properties() throws IOException {
    Path csv =
        file(
            "orders.csv",
            """
            when,event,who,country,amount,zip,note,set,skip
            2026-03-14 10:20:30,purchase,u1,de,19.90,01234,"two
            lines, ""quoted\""",vip,x
            2026-03-14T11:00:00+02:00,refund,u2,,,,,,
            1773500000,visit,u3,,true,7,,,
            """);
    JobReport report =
        importing(
            csv,
            Format.CSV,
            Map.of(
                "when", "event_time",
                "who", "distinct_id",
                "zip", "properties.zip:text",
                "set", "user_properties.level",
                "skip", "-"));
    assertThat(report.figures()).containsEntry("events_imported", 3L);
    assertThat(
            events(
                "CAST(event_time AS STRING), event, distinct_id, country, properties,"
                    + " user_properties"))
        .containsExactly(
            "2026-03-14 09:00:00|refund|u2|-|-|-",
            "2026-03-14"
                + " 10:20:30|purchase|u1|DE|{\"amount\":19.90,\"zip\":\"01234\",\"note\":\"two\\nlines,"
                + " \\\"quoted\\\"\"}|{\"level\":\"vip\"}",
            "2026-03-14 14:53:20|visit|u3|-|{\"amount\":true,\"zip\":\"7\"}|-");
  }

  @Test
  void a_bad_row_of_csv_is_named_by_its_line_and_rows_without_an_id_keep_theirs_in_another_file()
      throws IOException {
    String good = "a,u1,2026-03-14T10:00:00Z\nb,u2,2026-03-14T10:00:01Z\n";
    importing(
        file("one.csv", "event,distinct_id,event_time\n\"a\nb\",,\n" + good + "c,u3,later\n"));
    importing(file("two.csv", "event,distinct_id,event_time\n" + good));
    assertThat(lake.query("SELECT reason, detail FROM {rejected_events} ORDER BY detail"))
        .extracting(row -> row.getString(0) + " " + row.getString(1))
        .containsExactly(
            "distinct-id-missing Line 2: 'distinct_id' is missing or empty.",
            "event-time-invalid Line 6: The time is 'later', which is no time.");
    assertThat(lake.number("SELECT count(*) FROM {events}")).isEqualTo(4);
    assertThat(lake.number("SELECT count(DISTINCT event_id) FROM {events}")).isEqualTo(2);
  }

  @Test
  void a_header_without_a_name_or_a_person_is_refused_before_anything_is_imported()
      throws IOException {
    Path csv = file("orders.csv", "name,who\nx,y\n");
    assertThatThrownBy(() -> importing(csv))
        .isInstanceOf(JobFailedException.class)
        .hasMessageContaining("--map COLUMN=event");
    assertThat(lake.version(Tables.EVENTS)).isZero();
    // With the map that was missing the same file is imported.
    assertThat(importing(csv, Format.AUTO, Map.of("name", "event", "who", "distinct_id")).figures())
        .containsEntry("events_imported", 1L);
  }

  @Test
  void mixpanel_s_export_keeps_persons_and_times() throws IOException {
    Path export =
        file(
            "mixpanel.ndjson",
            """
            {"event":"$mp_web_page_view","properties":{"time":1773500000,"distinct_id":"$device:d1","$device_id":"d1","$insert_id":"i1","$browser":"Chrome","$os":"Windows","mp_country_code":"DE","$city":"Berlin","$current_url":"https://shop.example/pay?x=1","mp_lib":"web","$lib_version":"2.8"}}
            {"event":"$identify","properties":{"time":1773500001,"distinct_id":"u1","$anon_distinct_id":"$device:d1","$insert_id":"i2"}}
            {"event":"$create_alias","properties":{"time":1773500002,"distinct_id":"u1","alias":"u1@mail","$insert_id":"i3"}}
            {"event":"$merge","properties":{"time":1773500003,"distinct_id":"u1","$distinct_ids":["u1","u9"],"$insert_id":"i4"}}
            {"event":"buy","properties":{"time":1773500004000,"distinct_id":"u1","$insert_id":"i1","price":9.5,"tags":["a",{"b":null}]}}
            """);
    importing(export);
    importing(file("again.ndjson", Files.readString(export) + "\n\n"));
    assertThat(
            lake
                .query(
                    "SELECT DISTINCT event_time, event, distinct_id, anonymous_id, properties FROM"
                        + " {events} ORDER BY 1")
                .stream()
                .map(row -> row.mkString("|"))
                .toList())
        .containsExactly(
            "2026-03-14"
                + " 14:53:20.0|page_view|$device:d1|$device:d1|{\"$city\":\"Berlin\",\"$current_url\":\"https://shop.example/pay?x=1\"}",
            "2026-03-14 14:53:21.0|$identify|u1|$device:d1|null",
            "2026-03-14 14:53:22.0|$alias|u1@mail|u1|{\"alias\":\"u1@mail\"}",
            "2026-03-14 14:53:23.0|$alias|u1|u9|{\"$distinct_ids\":[\"u1\",\"u9\"]}",
            "2026-03-14 14:53:24.0|buy|u1|null|{\"price\":9.5,\"tags\":[\"a\",{\"b\":null}]}");
    Row view = lake.query("SELECT * FROM {events} WHERE event = 'page_view'").getFirst();
    assertThat(view.mkString("|"))
        .contains("|shop.example|/pay|")
        .contains("|DE|null|Chrome|Windows|null|web/2.8|");
    assertThat(lake.number("SELECT count(*) FROM {events}")).isEqualTo(10);
    assertThat(lake.number("SELECT count(DISTINCT event_id) FROM {events}")).isEqualTo(5);
  }

  private static final String POSTHOG_LINES =
      """
      {"uuid":"0198c5a0-1111-7abc-8def-0123456789ab","event":"$pageview","distinct_id":"a1","timestamp":"2026-03-14T10:00:00.123000+00:00","properties":{"$device_id":"a1","$host":"shop.example","$pathname":"/pay","$browser":"Firefox","$device_type":"Mobile","$geoip_country_code":"FR","$lib":"web","$lib_version":"1.4","$referrer":"$direct","x":{"y":1}},"person_properties":{"z":1}}
      {"uuid":"0198c5a0-1111-7abc-8def-0123456789ac","event":"$identify","distinct_id":"u1","timestamp":"2026-03-14 10:00:01.000","properties":"{\\"$anon_distinct_id\\":\\"a1\\",\\"$set\\":{\\"plan\\":\\"pro\\"}}"}
      {"uuid":"0198c5a0-1111-7abc-8def-0123456789ad","event":"$create_alias","distinct_id":"u1","timestamp":"2026-03-14T10:00:02Z","properties":{"alias":"u1-old"}}
      """;

  private static final String[] POSTHOG_EVENTS = {
    "$alias|u1|u1-old|-|-|-|-|{\"alias\":\"u1-old\"}|-",
    "$identify|u1|a1|-|-|-|-|-|{\"plan\":\"pro\"}",
    "page_view|a1|a1|shop.example|/pay|FR|mobile|{\"x\":{\"y\":1}}|-"
  };

  private List<String> posthogEvents() {
    return events(
            "event, distinct_id, anonymous_id, host, page, country, device, properties,"
                + " user_properties")
        .stream()
        .sorted()
        .toList();
  }

  @Test
  void posthog_s_lines_keep_persons_and_times() throws IOException {
    importing(file("posthog.jsonl", POSTHOG_LINES));
    assertThat(posthogEvents()).containsExactly(POSTHOG_EVENTS);
    assertThat(
            lake.number(
                "SELECT count(*) FROM {events} WHERE hex(event_id) LIKE '0198C5A011117ABC8DEF%'"))
        .isEqualTo(3);
    assertThat(events("CAST(event_time AS STRING)"))
        .containsExactly("2026-03-14 10:00:00.123", "2026-03-14 10:00:01", "2026-03-14 10:00:02");
  }

  @Test
  void posthog_s_parquet_and_csv_give_the_same_events() throws IOException {
    Path columns = folder.resolve("columns");
    lake.lake()
        .spark()
        .sql(
            """
            SELECT uuid, event, distinct_id, CAST(timestamp AS TIMESTAMP) AS timestamp, properties FROM VALUES
              ('0198c5a0-1111-7abc-8def-0123456789ab', '$pageview', 'a1', '2026-03-14 10:00:00.123', '{"$device_id":"a1","$host":"shop.example","$pathname":"/pay","$device_type":"Mobile","$geoip_country_code":"FR","x":{"y":1}}'),
              ('0198c5a0-1111-7abc-8def-0123456789ac', '$identify', 'u1', '2026-03-14 10:00:01', '{"$anon_distinct_id":"a1","$set":{"plan":"pro"}}'),
              ('0198c5a0-1111-7abc-8def-0123456789ad', '$create_alias', 'u1', '2026-03-14 10:00:02', '{"alias":"u1-old"}')
              AS t(uuid, event, distinct_id, timestamp, properties)
            """)
        .coalesce(1)
        .write()
        .parquet(columns.toString());
    importing(columns);
    assertThat(posthogEvents()).containsExactly(POSTHOG_EVENTS);

    importing(
        file(
            "posthog.csv",
            """
            uuid,event,distinct_id,timestamp,properties
            0198c5a0-1111-7abc-8def-0123456789ac,$identify,u1,2026-03-14 10:00:01,"{""$anon_distinct_id"":""a1"",""$set"":{""plan"":""pro""}}"
            """));
    assertThat(lake.number("SELECT count(*) FROM {events}")).isEqualTo(4);
    assertThat(
            lake.number(
                "SELECT count(DISTINCT event_id, event, distinct_id, anonymous_id, event_time,"
                    + " user_properties) FROM {events}"))
        .isEqualTo(1);
  }

  @Test
  void typed_columns_of_parquet_are_read_as_texts() {
    Path parquet = folder.resolve("typed");
    lake.lake()
        .spark()
        .sql(
            """
            SELECT 'buy' AS event, 42L AS distinct_id, TIMESTAMP '2026-03-14 10:00:00.5' AS event_time,
              X'0198c5a011117abc8def0123456789ab' AS event_id, 9.5D AS price, true AS paid,
              array('a', 'b') AS tags, CAST(NULL AS STRING) AS page
            """)
        .coalesce(1)
        .write()
        .parquet(parquet.toString());
    importing(parquet, Format.PARQUET, Map.of("tags", "properties.tags:json"));
    assertThat(
            events(
                "event, distinct_id, CAST(event_time AS STRING), lower(hex(event_id)), properties,"
                    + " page"))
        .containsExactly(
            "buy|42|2026-03-14"
                + " 10:00:00.5|0198c5a011117abc8def0123456789ab|{\"price\":9.5,\"paid\":true,\"tags\":[\"a\",\"b\"]}|-");
  }

  @Test
  void files_are_found_by_patterns_and_zstd_is_read() throws IOException {
    for (int day = 1; day <= 3; day++) {
      try (OutputStream out =
          new ZstdOutputStream(Files.newOutputStream(folder.resolve("d" + day + ".ndjson.zst")))) {
        out.write(
            "{\"event\":\"e\",\"distinct_id\":\"u%d\",\"event_time\":1773500000000}\n"
                .formatted(day)
                .getBytes(StandardCharsets.UTF_8));
      }
    }
    assertThat(importing(folder.resolve("d[12].ndjson.zst")).figures())
        .containsEntry("files_read", 2)
        .containsEntry("events_imported", 2L);
  }

  @Test
  void a_dry_run_counts_and_changes_nothing() throws IOException {
    Path lines =
        file(
            "lines.ndjson",
            "{\"event\":\"e\",\"distinct_id\":\"u\",\"event_time\":1773500000000}\nno\n");
    JobReport report =
        lake.run(
            new BackfillJob(
                7,
                List.of(lines.toString()),
                new Source.Description(Format.AUTO, Map.of(), ZoneOffset.UTC),
                true));
    assertThat(report.figures())
        .containsEntry("events_read", 2L)
        .containsEntry("events_imported", 0L)
        .containsEntry("events_rejected", 1L);
    assertThat(report.summary()).contains("1 would be imported");
    assertThat(lake.version(Tables.EVENTS)).isZero();
    assertThat(lake.version(Tables.REJECTED_EVENTS)).isZero();
  }

  @Test
  void an_import_that_was_killed_goes_on_after_the_last_segment_that_is_in_both_tables()
      throws IOException {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < 400; i++) {
      text.append(
          i % 10 == 9
              ? "no json\n"
              : "{\"event\":\"e\",\"distinct_id\":\"u%d\",\"event_time\":%d}\n"
                  .formatted(i, 1773500000000L + i * 3_600_000L));
    }
    Path lines = file("lines.ndjson", text.toString());
    Source.Description plain = new Source.Description(Format.AUTO, Map.of(), ZoneOffset.UTC);
    InputFile input =
        InputFile.in(
                lake.lake().spark().sparkContext().hadoopConfiguration(), List.of(lines.toString()))
            .getFirst();
    FileScan scan = FileScan.of(input, 2_000);
    assertThat(scan.stretches()).hasSizeGreaterThan(8);
    // The first segments of the file, as they lie in the log when the job dies.
    FileScan begun = new FileScan(scan.sha256(), scan.stretches().subList(0, 4));
    run(new FileImport(lake.lake(), 7, input, begun, plain, 2));
    long before = lake.number("SELECT count(*) FROM {events}");
    assertThat(before).isPositive().isLessThan(360);

    FileImport whole = new FileImport(lake.lake(), 7, input, scan, plain, 2);
    assertThat(whole.isDone()).isFalse();
    assertThat(run(whole).imported()).isEqualTo(360 - before);
    assertThat(whole.isDone()).isTrue();
    assertThat(lake.number("SELECT count(*) FROM {events}")).isEqualTo(360);
    assertThat(lake.number("SELECT count(DISTINCT distinct_id) FROM {events}")).isEqualTo(360);
    assertThat(
            lake.query("SELECT detail FROM {rejected_events}").stream()
                .map(row -> row.getString(0).replaceAll("Line (\\d+):.*", "$1"))
                .map(Integer::valueOf)
                .sorted()
                .toList())
        .hasSize(40)
        .startsWith(10, 20, 30)
        .endsWith(390, 400);
  }

  private FileImport.Outcome run(FileImport fileImport) {
    FileImport.Outcome[] outcome = new FileImport.Outcome[1];
    lake.run((ignored, progress) -> {
      outcome[0] = fileImport.run(progress, "test", false);
      return new JobReport("", Map.of());
    });
    return outcome[0];
  }

  @Test
  void seconds_of_local_time_are_those_of_the_zone_given() throws IOException {
    Path export =
        file(
            "local.ndjson",
            "{\"event\":\"e\",\"properties\":{\"time\":1773500000,\"distinct_id\":\"u\"}}\n");
    lake.run(
        new BackfillJob(
            7,
            List.of(export.toString()),
            new Source.Description(Format.MIXPANEL, Map.of(), ZoneId.of("Europe/Berlin")),
            false));
    assertThat(events("CAST(event_time AS STRING)")).containsExactly("2026-03-14 13:53:20");
  }
}
