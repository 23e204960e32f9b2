package metricflow.jobs.backfill;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.zip.GZIPOutputStream;
import metricflow.jobs.JobFailedException;
import metricflow.jobs.JobReport;
import metricflow.jobs.TestLake;
import metricflow.table.Tables;
import org.apache.commons.io.FileUtils;
import org.apache.spark.SparkContext;
import org.apache.spark.executor.InputMetrics;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerTaskEnd;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.delta.DeltaLog;
import org.assertj.core.groups.Tuple;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BackfillJobTest {
  @TempDir Path folder;
  private TestLake lake;

  @BeforeEach
  void lake() {
    lake = new TestLake(folder);
  }

  private JobReport importing(Path input) {
    return lake.run(new BackfillJob(7, input.toString()));
  }

  private Path file(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text);
  }

  /** Lines of events, a few on each side of midnight. */
  private static String events(int count) {
    return IntStream.range(0, count)
        .mapToObj(i ->
            """
            {"event":"click","event_id":"id-%d","distinct_id":"u%d","sequence":%d,\
            "event_time":"2026-03-%dT12:00:%02dZ","properties":{"n":%d}}
            """
                .formatted(i, i % 3, i, 14 + i % 2, i % 60, i))
        .collect(Collectors.joining());
  }

  @Test
  void every_field_of_an_event_reaches_its_column() throws IOException {
    importing(
        file(
            "one.ndjson",
            """
            {"event":"purchase","event_id":"0198c5a0-1111-7abc-8def-0123456789ab","distinct_id":"u1",\
            "anonymous_id":"a1","session_id":"s1","sequence":3,"event_time":"2026-03-14T10:20:30.456Z",\
            "host":"shop.example","page":"/pay","referrer":"https://r.example","utm_source":"ads",\
            "utm_medium":"cpc","utm_campaign":"spring","country":"de","device":"mobile",\
            "browser":"Firefox","os":"Android","plan":"pro","sdk":"js/0.1.0",\
            "properties":{"price":9},"user_properties":{"name":"Zoë"}}
            """));
    Row row = lake.query("SELECT *, hex(event_id) AS id FROM {events}").getFirst();
    assertThat(row.<Object>getAs("project_id")).isEqualTo(7);
    assertThat(row.<Object>getAs("event_time").toString()).contains("10:20:30.456");
    assertThat(row.<Object>getAs("client_time")).isEqualTo(row.<Object>getAs("event_time"));
    assertThat(row.<Object>getAs("id")).isEqualTo("0198C5A011117ABC8DEF0123456789AB");
    assertThat(row.<Object>getAs("event_date").toString()).isEqualTo("2026-03-14");
    assertThat(row.<Object>getAs("received_at")).isNotNull();
    assertThat(row.mkString("|"))
        .contains("|purchase|u1|a1|s1|")
        .contains("|3|")
        .contains("|shop.example|/pay|https://r.example|ads|cpc|spring|DE|mobile|Firefox|Android|")
        .contains("|pro|js/0.1.0|{\"price\":9}|{\"name\":\"Zoë\"}|");
  }

  @Test
  void importing_the_same_file_twice_changes_nothing() throws IOException {
    importing(file("first.ndjson", events(50)));
    long events = lake.version(Tables.EVENTS);
    long rejected = lake.version(Tables.REJECTED_EVENTS);

    JobReport again = importing(file("first.ndjson", events(50)));
    Files.delete(folder.resolve("first.ndjson"));
    JobReport renamed = importing(file("renamed.ndjson", events(50)));

    assertThat(again.summary()).contains("imported before");
    assertThat(renamed.figures())
        .containsEntry("files_imported_before", 1)
        .containsEntry("events_imported", 0L);
    assertThat(lake.version(Tables.EVENTS)).isEqualTo(events);
    assertThat(lake.version(Tables.REJECTED_EVENTS)).isEqualTo(rejected);
    assertThat(lake.number("SELECT count(*) FROM {events}")).isEqualTo(50);
  }

  @Test
  void a_bad_line_is_rejected_with_its_reason_and_the_rest_is_imported() throws IOException {
    JobReport report =
        importing(
            file(
                "mixed.ndjson",
                events(10)
                    + "{\"event\":\"click\"}\n"
                    + "not json\n"
                    + "\n"
                    + "{\"event\":\"click\",\"distinct_id\":\"null\",\"event_id\":\"e9\"}\n"));

    assertThat(report.figures())
        .containsEntry("events_read", 13L)
        .containsEntry("events_imported", 10L)
        .containsEntry("events_rejected", 3L)
        .containsEntry("days_touched", 2);
    assertThat(
            lake.query(
                "SELECT reason, detail, event_id, payload, project_id, received_date,"
                    + " correlation_id FROM {rejected_events} ORDER BY reason"))
        .extracting(row -> row.getString(0), row -> row.getString(3), row -> row.getInt(4))
        .containsExactly(
            Tuple.tuple(
                "distinct-id-invalid",
                "{\"event\":\"click\",\"distinct_id\":\"null\",\"event_id\":\"e9\"}",
                7),
            Tuple.tuple("distinct-id-missing", "{\"event\":\"click\"}", 7),
            Tuple.tuple("malformed-json", "not json", 7));
    assertThat(lake.number("SELECT count(DISTINCT correlation_id) FROM {rejected_events}"))
        .isEqualTo(1);
  }

  @Test
  void an_import_interrupted_between_its_two_commits_is_finished_by_the_next() throws IOException {
    Path input = file("mixed.ndjson", events(10) + "not json\n");
    importing(input);
    FileUtils.deleteDirectory(Path.of(lake.lake().location(Tables.REJECTED_EVENTS)).toFile());
    DeltaLog.clearCache();

    JobReport report = importing(input);

    assertThat(report.figures()).containsEntry("events_rejected", 1L);
    assertThat(lake.number("SELECT count(*) FROM {events}")).isEqualTo(10);
    assertThat(lake.number("SELECT count(*) FROM {rejected_events}")).isEqualTo(1);
  }

  @Test
  void compressed_files_of_a_folder_are_imported_too() throws IOException {
    Path inner = Files.createDirectories(folder.resolve("in/deeper"));
    try (OutputStream out =
        new GZIPOutputStream(Files.newOutputStream(inner.resolve("a.ndjson.gz")))) {
      out.write(events(20).getBytes(StandardCharsets.UTF_8));
    }
    Files.writeString(folder.resolve("in/b.ndjson"), events(21));
    Files.writeString(folder.resolve("in/notes.txt"), "not events");

    JobReport report = importing(folder.resolve("in"));

    assertThat(report.figures()).containsEntry("files_read", 2).containsEntry("events_read", 41L);
  }

  @Test
  void how_far_a_compressed_file_is_read_is_told_in_its_own_bytes() throws Exception {
    Path file = folder.resolve("a.ndjson.gz");
    try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(file))) {
      out.write(events(2_500).getBytes(StandardCharsets.UTF_8));
    }
    assertThat(inputOfTasks(() -> importing(file)))
        .anySatisfy(input -> {
          assertThat(input.recordsRead()).isEqualTo(2_500);
          assertThat(input.bytesRead()).isEqualTo(Files.size(file));
        });
  }

  @Test
  void rows_of_parquet_are_counted_once() throws Exception {
    Path parquet = folder.resolve("columns");
    lake.lake()
        .spark()
        .range(0, 2_500, 1, 1)
        .selectExpr("'click' AS event", "concat('u', id % 3) AS distinct_id", "id AS sequence")
        .write()
        .parquet(parquet.toString());
    assertThat(inputOfTasks(() -> importing(parquet)))
        .extracting(InputMetrics::recordsRead)
        .contains(2_500L)
        .doesNotContain(5_000L);
  }

  /** What each task that ran meanwhile says it has read. */
  private List<InputMetrics> inputOfTasks(Runnable work) throws TimeoutException {
    List<InputMetrics> tasks = new CopyOnWriteArrayList<>();
    SparkContext spark = lake.lake().spark().sparkContext();
    SparkListener listener =
        new SparkListener() {
          @Override
          public void onTaskEnd(SparkListenerTaskEnd end) {
            tasks.add(end.taskMetrics().inputMetrics());
          }
        };
    spark.addSparkListener(listener);
    work.run();
    spark.listenerBus().waitUntilEmpty();
    spark.removeSparkListener(listener);
    return tasks;
  }

  @Test
  void rows_of_a_file_are_sorted_by_who_and_when() throws IOException {
    importing(file("many.ndjson", events(300)));
    assertThat(
            lake.number(
                """
                SELECT count(*) FROM (
                  SELECT struct(project_id, distinct_id, event_time, sequence) AS at,
                    lag(struct(project_id, distinct_id, event_time, sequence))
                      OVER (PARTITION BY file ORDER BY place) AS before
                  FROM (SELECT *, _metadata.file_path AS file, monotonically_increasing_id() AS place
                        FROM {events}))
                WHERE before > at\
                """))
        .isZero();
    assertThat(lake.number("SELECT count(DISTINCT _metadata.file_path) FROM {events}"))
        .isEqualTo(2);
  }

  @Test
  void a_day_of_many_pages_is_read_back_whole_and_in_parts() throws IOException {
    int count = 45_001;
    importing(
        file(
            "pages.ndjson",
            IntStream.range(0, count)
                .mapToObj(i ->
                    """
                    {"event":"click","event_id":"id-%d","distinct_id":"u%05d","sequence":%d,\
                    "event_time":"2026-03-14T%02d:%02d:%02dZ"%s}
                    """
                        .formatted(
                            i,
                            i,
                            i,
                            i / 3600,
                            i / 60 % 60,
                            i % 60,
                            i % 3 == 0 ? "" : ",\"page\":\"/%d\"".formatted(i % 7)))
                .collect(Collectors.joining())));
    assertThat(
            lake.number(
                "SELECT count(DISTINCT event_id) FROM {events} WHERE sequence = hour(event_time) *"
                    + " 3600 + minute(event_time) * 60 + second(event_time) AND distinct_id ="
                    + " format_string('u%05d', sequence) AND page <=> if(sequence % 3 = 0, NULL,"
                    + " concat('/', sequence % 7))"))
        .isEqualTo(count);
    assertThat(
            lake.number(
                "SELECT count(*) FROM {events} WHERE distinct_id BETWEEN 'u30000' AND 'u40009'"))
        .isEqualTo(10_010);
  }

  @Test
  void input_that_is_not_there_is_named() {
    assertThatThrownBy(() -> importing(folder.resolve("nowhere")))
        .isInstanceOf(JobFailedException.class)
        .hasMessageContaining("nowhere");
  }
}
