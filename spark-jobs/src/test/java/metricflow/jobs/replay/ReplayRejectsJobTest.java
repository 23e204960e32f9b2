package metricflow.jobs.replay;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Date;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import metricflow.config.Config;
import metricflow.event.BatchParser;
import metricflow.event.EventIds;
import metricflow.event.EventLimits;
import metricflow.event.Verdict;
import metricflow.jobs.DayRange;
import metricflow.jobs.JobReport;
import metricflow.jobs.Lake;
import metricflow.jobs.TestEvent;
import metricflow.jobs.TestLake;
import metricflow.table.Tables;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReplayRejectsJobTest {
  private static final Instant RECEIVED = Instant.parse("2026-03-14T12:00:00Z");
  private static final EventLimits LIMITS = EventLimits.defaults();
  private static final EventLimits ANY_AGE =
      EventLimits.of(Config.from(Map.of("METRICFLOW_MAX_AGE_DAYS", "3650")));

  @TempDir Path folder;
  private TestLake lake;

  @BeforeEach
  void lake() {
    lake = new TestLake(folder);
  }

  @Test
  void an_event_that_is_no_longer_too_old_is_stored_as_it_was_sent() {
    String old =
        """
        {"event":"purchase","event_id":"order-17","distinct_id":"ada","sequence":3,\
        "event_time":"2025-03-14T10:20:30.456Z","page":"/pay","properties":{"price":9}}\
        """;
    assertThat(rejectedAs("event-time-too-old", old)).isTrue();
    reject(1, "event-time-too-old", old);

    assertThat(replay().figures()).containsEntry("events_replayed", 0L);
    JobReport report = replay(all(), ANY_AGE);

    assertThat(report.figures()).containsEntry("events_replayed", 1L);
    Row row = lake.query("SELECT * FROM {events}").getFirst();
    assertThat(row.<Object>getAs("project_id")).isEqualTo(1);
    assertThat(row.<byte[]>getAs("event_id"))
        .isEqualTo(EventIds.bytes(UUID.nameUUIDFromBytes(bytes("order-17"))));
    assertThat(row.<Object>getAs("event_time"))
        .isEqualTo(Timestamp.from(Instant.parse("2025-03-14T10:20:30.456Z")));
    assertThat(row.<Object>getAs("event_date").toString()).isEqualTo("2025-03-14");
    assertThat(row.<Object>getAs("received_at")).isEqualTo(Timestamp.from(RECEIVED));
    assertThat(row.mkString("|")).contains("|purchase|ada|", "|3|", "|/pay|", "|{\"price\":9}|");
  }

  @Test
  void what_cannot_be_used_stays_and_is_counted_by_reason() {
    reject(1, "batch-too-large", event("a"));
    reject(1, "event-name-missing", "{\"distinct_id\":\"ada\"}");
    reject(1, "malformed-json", "{\"write_key\":\"x\",\"batch\":[");
    reject(1, "event-too-large", event("b") + "… [cut after 32768 bytes]");

    JobReport report = replay();

    assertThat(report.figures())
        .containsEntry("events_replayed", 1L)
        .containsEntry("rejects_unusable", 3L)
        .containsEntry("rejects_event_name_missing", 1L)
        .containsEntry("rejects_malformed_json", 1L)
        .containsEntry("rejects_payload_cut", 1L);
    assertThat(report.summary()).contains("3 still cannot be used: event-name-missing 1");
    assertThat(lake.number("SELECT count(*) FROM {rejected_events}")).isEqualTo(4);
  }

  @Test
  void a_second_run_has_nothing_to_do() {
    reject(1, "batch-too-large", event("a"));
    reject(1, "batch-too-large", "{\"event\":\"click\",\"distinct_id\":\"ada\"}");
    replay();
    long version = lake.version(Tables.EVENTS);

    JobReport again = replay();

    assertThat(again.summary()).startsWith("Nothing to do");
    assertThat(again.figures())
        .containsEntry("events_stored_before", 2L)
        .containsEntry("events_replayed", 0L);
    assertThat(lake.version(Tables.EVENTS)).isEqualTo(version);
    assertThat(lake.number("SELECT count(*) FROM {events}")).isEqualTo(2);
  }

  @Test
  void new_rejects_are_replayed_beside_those_of_before() {
    reject(1, "batch-too-large", event("a"));
    replay();
    reject(1, "batch-too-large", event("b"));

    assertThat(replay().figures())
        .containsEntry("events_stored_before", 1L)
        .containsEntry("events_replayed", 1L);
    assertThat(lake.number("SELECT count(DISTINCT event_id) FROM {events}")).isEqualTo(2);
    assertThat(lake.number("SELECT count(*) FROM {events}")).isEqualTo(2);
  }

  @Test
  void an_event_its_client_sent_again_is_not_stored_twice() {
    // Its clock was corrected on the second try: the event lies on the other side of midnight.
    lake.append(TestEvent.of("a", "click", "ada", Instant.parse("2026-03-15T00:00:01Z")));
    reject(1, "batch-too-large", event("a"));

    assertThat(replay().figures()).containsEntry("events_replayed", 0L);
    assertThat(lake.number("SELECT count(*) FROM {events}")).isEqualTo(1);
  }

  @Test
  void an_event_of_another_project_with_the_same_id_is_another_event() {
    lake.append(TestEvent.of("a", "click", "ada", RECEIVED));
    reject(2, "batch-too-large", event("a"));

    assertThat(replay().figures()).containsEntry("events_replayed", 1L);
  }

  @Test
  void an_event_that_was_rejected_several_times_is_stored_once() {
    reject(1, "batch-too-large", event("a"));
    reject(1, "batch-too-large", event("a"));

    assertThat(replay().figures()).containsEntry("events_replayed", 1L);
    assertThat(lake.number("SELECT count(*) FROM {events}")).isEqualTo(1);
  }

  @Test
  void only_the_rejects_asked_for_are_tried() {
    reject(1, "batch-too-large", event("a"));
    reject(2, "batch-too-large", event("b"));
    reject(1, "event-time-too-old", event("c"));
    LocalDate day = LocalDate.ofInstant(RECEIVED, ZoneOffset.UTC);

    assertThat(usable(Optional.of(1), Optional.empty(), day, day)).isEqualTo(2L);
    assertThat(usable(Optional.empty(), Optional.of("batch-too-large"), day, day)).isEqualTo(2L);
    assertThat(usable(Optional.empty(), Optional.empty(), day.plusDays(1), day.plusDays(1)))
        .isEqualTo(0L);
    assertThat(usable(Optional.empty(), Optional.empty(), day, day)).isEqualTo(3L);
  }

  @Test
  void a_request_of_a_stranger_is_never_an_event() {
    reject(null, "write-key-unknown", event("a"));

    assertThat(replay().figures()).containsEntry("events_usable", 0L);
  }

  @Test
  void a_dry_run_changes_nothing() {
    reject(1, "batch-too-large", event("a"));
    long version = lake.version(Tables.EVENTS);

    JobReport report = lake.run(new ReplayRejectsJob(all(), LIMITS, true));

    assertThat(report.figures()).containsEntry("events_to_replay", 1L);
    assertThat(report.summary()).contains("would be stored");
    assertThat(lake.version(Tables.EVENTS)).isEqualTo(version);
  }

  @Test
  void two_replays_and_a_stream_at_once_store_each_event_once() throws Exception {
    for (String id : List.of("r1", "r2", "r3")) {
      reject(1, "batch-too-large", event(id));
    }

    // Threads of their own: in the common pool they would starve the engine's reads.
    try (ExecutorService threads = Executors.newFixedThreadPool(3)) {
      List<Future<?>> writers =
          List.of(
              threads.submit(() -> replay()),
              threads.submit(() -> replay()),
              threads.submit(() ->
                  IntStream.range(0, 3)
                      .forEach(i -> lake.append(TestEvent.of("s" + i, "click", "bob", RECEIVED)))));
      for (Future<?> writer : writers) {
        writer.get();
      }
    }

    assertThat(lake.number("SELECT count(*) FROM {events}")).isEqualTo(6);
    assertThat(lake.number("SELECT count(DISTINCT event_id) FROM {events}")).isEqualTo(6);
  }

  private Number usable(
      Optional<Integer> project, Optional<String> reason, LocalDate from, LocalDate to) {
    DayRange days = new DayRange(Optional.of(from), Optional.of(to));
    ReplayRejectsJob.Selection some = new ReplayRejectsJob.Selection(project, reason, days);
    return lake.run(new ReplayRejectsJob(some, LIMITS, true)).figures().get("events_usable");
  }

  private static ReplayRejectsJob.Selection all() {
    return new ReplayRejectsJob.Selection(
        Optional.empty(), Optional.empty(), DayRange.closedDays());
  }

  private JobReport replay() {
    return replay(all(), LIMITS);
  }

  private JobReport replay(ReplayRejectsJob.Selection selection, EventLimits limits) {
    return lake.run(new ReplayRejectsJob(selection, limits, false));
  }

  private static String event(String id) {
    Instant before = RECEIVED.minus(Duration.ofMinutes(1));
    return "{\"event\":\"click\",\"distinct_id\":\"ada\",\"event_id\":\"%s\",\"event_time\":\"%s\"}"
        .formatted(id, before);
  }

  private static boolean rejectedAs(String reason, String payload) {
    return new BatchParser(LIMITS).parseEvent(bytes(payload), RECEIVED.toEpochMilli())
            instanceof Verdict.Rejected rejected
        && rejected.problem().type().slug().equals(reason);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  /** Appends a row to {@code rejected_events} as the stream would. */
  private void reject(Integer projectId, String reason, String payload) {
    Row row =
        RowFactory.create(
            EventIds.bytes(UUID.randomUUID()),
            projectId,
            "a-request",
            Timestamp.from(RECEIVED),
            reason,
            "what was wrong",
            eventId(payload),
            "mfw_0123",
            payload,
            Date.valueOf(LocalDate.ofInstant(RECEIVED, ZoneOffset.UTC)));
    lake.lake()
        .spark()
        .createDataFrame(List.of(row), Lake.schema(Tables.REJECTED_EVENTS))
        .write()
        .format("delta")
        .mode("append")
        .save(lake.lake().location(Tables.REJECTED_EVENTS));
  }

  /** The id as the collector found it. */
  private static String eventId(String payload) {
    int start = payload.indexOf("\"event_id\":\"");
    int value = start + "\"event_id\":\"".length();
    return start < 0 ? null : payload.substring(value, payload.indexOf('"', value));
  }
}
