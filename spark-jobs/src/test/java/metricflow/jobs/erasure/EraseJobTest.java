package metricflow.jobs.erasure;

import static metricflow.jobs.erasure.ErasureLake.ANN;
import static metricflow.jobs.erasure.ErasureLake.NOON;
import static metricflow.jobs.erasure.ErasureLake.identify;
import static metricflow.jobs.erasure.ErasureLake.view;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import metricflow.jobs.ExitCode;
import metricflow.jobs.JobReport;
import metricflow.jobs.PersonKey;
import metricflow.jobs.TestLake;
import metricflow.table.Table;
import metricflow.table.Tables;
import metricflow.timeline.TimelineBlockReader;
import metricflow.timeline.TimelineBlockWriter;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EraseJobTest {
  /** Ids that are found nowhere by chance. */
  private static final String PHONE = "phone-51c2ee";

  private static final String LAPTOP = "laptop-90bd04";

  @TempDir Path folder;
  private TestLake lake;
  private ErasureLake persons;

  @BeforeEach
  void lake() {
    lake = new TestLake(folder);
    persons = new ErasureLake(lake, folder.resolve("certificate"));
  }

  private List<String> tablesThatName(String id) {
    return Tables.all().stream()
        .filter(table -> lake.rows(table).stream().anyMatch(row -> row.contains(id)))
        .map(Table::name)
        .toList();
  }

  @Test
  void a_person_goes_everywhere_with_all_ids_and_others_stay() throws Exception {
    lake.append(
        view("e1", PHONE, NOON),
        identify("e2", PHONE, ANN, NOON.plusSeconds(60)),
        view("e3", ANN, NOON.plusSeconds(70)).with("anonymous_id", PHONE),
        view("e4", "ben", NOON).with("anonymous_id", PHONE),
        view("e5", ANN, NOON).with("project_id", 2));
    persons.roll();
    lake.append(
        view("e6", LAPTOP, NOON.plusSeconds(90_000)),
        identify("e7", LAPTOP, ANN, NOON.plusSeconds(90_010)));
    persons.reject(1, "{\"event\":\"x\",\"distinct_id\":\"" + LAPTOP + "\"}");
    persons.reject(1, "{\"event\":\"x\",\"distinct_id\":\"ben\"}");

    assertThat(persons.erase(persons.request(PHONE), true).summary())
        .contains("3 ids", "nothing was changed");
    JobReport report = persons.erase(persons.request(PHONE), false);

    assertThat(keysInBlocks(1)).doesNotContain(PersonKey.of(PHONE), PersonKey.of(ANN));
    assertThat(report.exitCode()).isEqualTo(ExitCode.DONE);
    assertThat(report.figures()).containsEntry("ids", 3).containsEntry("events_rows_removed", 5L);
    assertThat(
            lake.query("SELECT project_id, distinct_id, anonymous_id FROM {events} ORDER BY 1")
                .toString())
        .isEqualTo("[[1,ben,null], [2,%s,null]]".formatted(ANN));
    persons.roll();
    assertThat(keysInBlocks(1)).containsExactly(PersonKey.of("ben"));
    assertThat(keysInBlocks(2)).containsExactly(PersonKey.of(ANN));
    assertThat(tablesThatName(PHONE)).isEmpty();
    assertThat(tablesThatName(LAPTOP)).isEmpty();
    assertThat(
            lake.number(
                "SELECT count(*) FROM {user_days} WHERE person_id = '%s' AND project_id = 1"
                    .formatted(ANN)))
        .isZero();
    assertThat(
            lake.query(
                    "SELECT project_id, persons, event_date FROM {daily_metrics} WHERE dimension ="
                        + " '$total' ORDER BY 1")
                .toString())
        .describedAs("the second day had no one else")
        .isEqualTo("[[1,1,2026-03-14], [2,1,2026-03-14]]");
    assertThat(lake.number("SELECT count(*) FROM {rejected_events}")).isEqualTo(1);
    certificateIsSignedAndNamesNobody();
  }

  private List<Long> keysInBlocks(int project) {
    List<Long> keys = new ArrayList<>();
    TimelineBlockReader reader = new TimelineBlockReader();
    for (Row row :
        lake.query("SELECT block FROM {timeline_blocks} WHERE project_id = " + project)) {
      byte[] block = row.getAs(0);
      reader.open(block, 0, block.length);
      while (reader.nextPerson()) {
        keys.add(reader.personKey());
      }
    }
    return keys;
  }

  @Test
  void a_person_goes_out_of_a_block_and_the_others_in_it_stay() {
    // Of one bucket, the upper 8 bits of their keys.
    String gus = sameBucketAs(ANN);
    lake.append(
        view("e1", ANN, NOON).with("country", "FR"),
        view("e2", gus, NOON).with("country", "DE"),
        view("e3", gus, NOON).with("country", "DE"));
    persons.roll();
    assertThat(keysInBlocks(1)).containsExactlyInAnyOrder(PersonKey.of(ANN), PersonKey.of(gus));
    assertThat(lake.number("SELECT count(*) FROM {timeline_blocks}")).isEqualTo(1);

    persons.erase(persons.request(ANN), false);

    assertThat(keysInBlocks(1)).containsExactly(PersonKey.of(gus));
    assertThat(lake.query("SELECT persons, events FROM {timeline_blocks}").toString())
        .isEqualTo("[[1,2]]");
    assertThat(
            lake.query(
                    "SELECT country FROM {timeline_contexts} WHERE array(1, code, 2) = (SELECT"
                        + " transform(array(0, 1, 2), i -> ascii(substr(contexts, i + 1, 1))) FROM"
                        + " {timeline_blocks})")
                .toString())
        .describedAs("one run of both events that are left")
        .isEqualTo("[[DE]]");
  }

  @Test
  void a_block_of_an_earlier_release_goes_as_a_whole() {
    lake.append(view("e1", ANN, NOON), view("e2", sameBucketAs(ANN), NOON));
    persons.roll();
    lake.query("UPDATE {timeline_blocks} SET block = unhex('0100')");

    persons.erase(persons.request(ANN), false);

    assertThat(lake.number("SELECT count(*) FROM {timeline_blocks}")).isZero();
  }

  private static String sameBucketAs(String id) {
    int bucket = TimelineBlockWriter.bucket(PersonKey.of(id));
    return IntStream.iterate(0, i -> i + 1)
        .mapToObj(i -> "gus-" + i)
        .filter(other -> TimelineBlockWriter.bucket(PersonKey.of(other)) == bucket)
        .findFirst()
        .orElseThrow();
  }

  private void certificateIsSignedAndNamesNobody() throws Exception {
    List<String> lines = persons.certificate();
    Mac mac = Mac.getInstance("HmacSHA256");
    mac.init(new SecretKeySpec("secret".getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
    String signature =
        HexFormat.of().formatHex(mac.doFinal(lines.getFirst().getBytes(StandardCharsets.UTF_8)));
    assertThat(lines.get(1)).contains(signature);
    assertThat(lines.getFirst())
        .contains(
            "{\"table\":\"events\",\"rows_removed\":5",
            "\"rollup_days_due\":[\"2026-03-14\"",
            Erased.hash(1, ANN),
            Erased.hash(1, PHONE),
            Erased.hash(1, LAPTOP))
        .doesNotContain(ANN, PHONE, LAPTOP);
  }

  @Test
  void what_arrives_later_of_the_time_before_is_dropped_and_a_new_beginning_is_not() {
    lake.append(view("e1", ANN, NOON), view("e2", "ben", NOON));
    persons.erase(persons.request(ANN), false);
    Instant after = Instant.now().plusSeconds(60);
    lake.append(
        view("e3", ANN, NOON.plusSeconds(5)),
        view("e4", "ben", NOON.plusSeconds(5)).with("anonymous_id", ANN),
        view("e5", ANN, after));

    JobReport report = persons.erase(Optional.empty(), false);

    assertThat(report.figures()).containsEntry("arrived_rows_removed", 1L);
    assertThat(
            lake.query("SELECT distinct_id, anonymous_id FROM {events} ORDER BY event_time")
                .toString())
        .isEqualTo("[[ben,null], [ben,null], [%s,null]]".formatted(ANN));
    assertThat(persons.erase(Optional.empty(), false).figures())
        .containsEntry("arrived_rows_removed", 0L);
  }

  @Test
  void a_live_view_that_is_not_made_anew_wants_attention() {
    lake.append(view("e1", ANN, NOON));

    JobReport report = persons.erase(persons.request(ANN), () -> new LiveView(1).rebuild(), false);

    assertThat(report.exitCode()).isEqualTo(ExitCode.ATTENTION);
    assertThat(report.summary()).contains("not rebuilt", "start streaming");
  }

  @Test
  void the_streaming_job_is_asked_for_the_live_view_until_it_is_done() throws IOException {
    AtomicInteger asked = new AtomicInteger();
    HttpServer streaming =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    streaming.createContext(
        "/rebuild-live",
        exchange -> {
          String state = asked.incrementAndGet() < 3 ? "running" : "done";
          byte[] body = "{\"state\":\"%s\"}\n".formatted(state).getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(200, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    streaming.start();
    try {
      assertThat(new LiveView(streaming.getAddress().getPort()).rebuild()).isEqualTo("rebuilt");
      assertThat(asked).hasValue(3);
    } finally {
      streaming.stop(0);
    }
  }
}
