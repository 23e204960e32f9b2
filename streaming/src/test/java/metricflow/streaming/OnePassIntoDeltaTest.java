package metricflow.streaming;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import metricflow.bus.EventBatch;
import metricflow.bus.EventBatchCodec;
import metricflow.bus.Topics;
import metricflow.event.Event;
import metricflow.live.LiveDimensions;
import metricflow.streaming.retry.RetryLog;
import metricflow.streaming.sink.DeltaSink;
import metricflow.streaming.sink.RowLayout;
import metricflow.streaming.step.ForgottenEvents;
import metricflow.streaming.step.OnePass;
import metricflow.streaming.step.TaskResult;
import metricflow.table.Table;
import metricflow.table.Tables;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Bus records through the one pass and the Delta commit, read back by Spark. */
class OnePassIntoDeltaTest {
  private static final long NOON = 1_795_521_600_000L;
  private static final LiveDimensions DIMENSIONS = new LiveDimensions(List.of());
  private static SparkSession spark;

  @TempDir Path folder;
  private String lake;
  private DeltaSink events;
  private DeltaSink rejectedEvents;
  private RetryLog retries;

  @BeforeAll
  static void startSpark() {
    spark = TestSpark.session();
  }

  @AfterAll
  static void stopSpark() {
    spark.stop();
  }

  @BeforeEach
  void createTables() throws Exception {
    lake = folder.toString();
    retries = new RetryLog(lake + "/retries", new Configuration(), 1 << 20, () -> NOON);
    for (Table table : List.of(Tables.EVENTS, Tables.REJECTED_EVENTS)) {
      spark.sql(table.createSql(lake));
    }
    events = new DeltaSink(RowLayout.events(), lake, new Configuration());
    rejectedEvents = new DeltaSink(RowLayout.rejectedEvents(), lake, new Configuration());
  }

  @Test
  void every_field_of_an_event_is_read_back_as_it_was_sent() throws Exception {
    EventBatch batch = TestEvents.batch(3, TestEvents.event("page_view", "ann", NOON, 7));
    commit(1, pass(1, batch));

    Row row = table(Tables.EVENTS).first();
    assertThat(row.<Integer>getAs("project_id")).isEqualTo(3);
    assertThat(row.<String>getAs("event")).isEqualTo("page_view");
    assertThat(row.<String>getAs("distinct_id")).isEqualTo("ann");
    assertThat(row.<Integer>getAs("sequence")).isEqualTo(7);
    assertThat(row.<java.sql.Timestamp>getAs("event_time").getTime()).isEqualTo(NOON);
    assertThat(row.<java.sql.Timestamp>getAs("sent_at").getTime()).isEqualTo(NOON + 5);
    assertThat(row.<java.sql.Timestamp>getAs("received_at").getTime()).isEqualTo(NOON + 10);
    assertThat(row.<String>getAs("country")).isEqualTo("DE");
    assertThat(row.<Object>getAs("plan")).isNull();
    assertThat(row.<String>getAs("properties")).isEqualTo("{\"amount\":1}");
    assertThat(row.<Object>getAs("event_date")).hasToString("2026-11-24");
    assertThat(row.<byte[]>getAs("event_id")).hasSize(16);
  }

  @Test
  void a_repeated_micro_batch_changes_nothing_and_leaves_no_file() throws Exception {
    EventBatch batch = TestEvents.batch(3, TestEvents.event("page_view", "ann", NOON, 1));
    commit(1, pass(1, batch));
    commit(1, pass(1, batch));

    assertThat(table(Tables.EVENTS).count()).isEqualTo(1);
    try (Stream<Path> files = Files.walk(folder.resolve("events"))) {
      assertThat(files.filter(file -> file.toString().endsWith(".zstd.parquet"))).hasSize(1);
    }
  }

  @Test
  void a_repeated_micro_batch_is_recognised_after_a_restart() throws Exception {
    EventBatch batch = TestEvents.batch(3, TestEvents.event("page_view", "ann", NOON, 1));
    commit(1, pass(1, batch));
    events = new DeltaSink(RowLayout.events(), lake, new Configuration());
    commit(1, pass(1, batch));

    assertThat(table(Tables.EVENTS).count()).isEqualTo(1);
  }

  @Test
  void an_event_delivered_again_in_a_later_micro_batch_is_left_out() throws Exception {
    EventBatch batch = TestEvents.batch(3, TestEvents.event("page_view", "ann", NOON, 1));
    commit(1, pass(1, batch));
    TaskResult again = pass(2, batch).next();

    assertThat(again.events()).isZero();
    assertThat(again.repeated()).isEqualTo(1);
    assertThat(again.eventFiles()).isEmpty();
  }

  @Test
  void a_retried_batch_is_written_but_not_counted_after_a_restart() throws Exception {
    EventBatch batch = TestEvents.batch(3, TestEvents.event("page_view", "ann", NOON, 1));
    commit(1, pass(1, batch));
    ForgottenEvents.forget();
    retries = new RetryLog(lake + "/retries", new Configuration(), 1 << 20, () -> NOON);
    TaskResult again = pass(2, batch).next();

    assertThat(again.retries().batches()).isEqualTo(1);
    assertThat(again.retried()).isEqualTo(1);
    assertThat(again.eventFiles()).hasSize(1);
    assertThat(again.folds().get(3).minutes()).isEmpty();
  }

  @Test
  void events_land_in_the_partition_of_their_day() throws Exception {
    long yesterday = NOON - 86_400_000L;
    commit(
        1,
        pass(
            1,
            TestEvents.batch(
                3,
                TestEvents.event("page_view", "ann", yesterday, 1),
                TestEvents.event("page_view", "ann", NOON, 2))));

    assertThat(table(Tables.EVENTS).where("event_date = '2026-11-23'").count()).isEqualTo(1);
    assertThat(table(Tables.EVENTS).where("event_date = '2026-11-24'").count()).isEqualTo(1);
  }

  @Test
  void files_are_named_relative_to_the_table_so_that_it_may_be_moved() throws Exception {
    commit(1, pass(1, TestEvents.batch(3, TestEvents.event("page_view", "ann", NOON, 1))));

    String log = Files.readString(folder.resolve("events/_delta_log/00000000000000000001.json"));
    assertThat(log).contains("\"path\":\"event_date=2026-11-24/part-");
  }

  @Test
  void a_record_nobody_can_read_is_kept_as_rejected() throws Exception {
    commit(
        1,
        new OnePass(lake, retries.plan(1), DIMENSIONS, Map.of())
            .call(
                List.of(
                        RowFactory.create(
                            Topics.EVENTS, "junk".getBytes(StandardCharsets.UTF_8), 0))
                    .iterator()));

    Row row = table(Tables.REJECTED_EVENTS).first();
    assertThat(row.<String>getAs("reason")).isEqualTo("bus-record-unreadable");
    assertThat(row.<String>getAs("payload")).isEqualTo("6a756e6b");
  }

  @Test
  void one_pass_folds_what_it_writes() throws Exception {
    TaskResult result =
        pass(
                1,
                TestEvents.batch(3, TestEvents.event("page_view", "ann", NOON, 1)),
                TestEvents.batch(3, TestEvents.event("click", "ann", NOON, 2)),
                TestEvents.batch(4, TestEvents.event("click", "bob", NOON, 1)))
            .next();

    assertThat(result.events()).isEqualTo(3);
    assertThat(result.folds().get(3).counts(NOON / 60_000).get("total")[0]).isEqualTo(2);
    assertThat(result.folds().get(4).visitors(NOON / 60_000)).containsExactly("bob");
  }

  @Test
  void a_pass_over_more_bytes_than_the_heap_has_room_for_ends_well() throws Exception {
    long recordBytes = 500 * 1024;
    long records = Runtime.getRuntime().maxMemory() * 5 / 4 / recordBytes;
    List<TaskResult> results = new ArrayList<>();
    new OnePass(lake, retries.plan(1), DIMENSIONS, Map.of())
        .call(
            LongStream.range(0, records)
                .mapToObj(i -> RowFactory.create(Topics.EVENTS, largeRecord(), 0))
                .iterator())
        .forEachRemaining(results::add);

    assertThat(results.getFirst().events()).isEqualTo(records * 15);
    assertThat(results.getFirst().eventFiles().stream().mapToLong(file -> file.rows()).sum())
        .isEqualTo(records * 15);
  }

  /** Fifteen events of 32 KB. */
  private static byte[] largeRecord() {
    String properties = "{\"x\":\"" + "a".repeat(32 * 1024) + "\"}";
    Event[] events = new Event[15];
    for (int i = 0; i < events.length; i++) {
      events[i] = TestEvents.withProperties(properties, NOON);
    }
    return EventBatchCodec.encode(TestEvents.batch(3, events));
  }

  private Iterator<TaskResult> pass(long batchId, EventBatch... batches) throws Exception {
    return new OnePass(lake, retries.plan(batchId), DIMENSIONS, Map.of())
        .call(
            Stream.of(batches)
                .map(batch -> RowFactory.create(Topics.EVENTS, EventBatchCodec.encode(batch), 0))
                .iterator());
  }

  private void commit(long batchId, Iterator<TaskResult> results) throws Exception {
    TaskResult result = results.next();
    events.commit("query", batchId, result.eventFiles());
    retries.append(retries.plan(batchId), List.of(result.retries()));
    rejectedEvents.commit("query", batchId, result.rejectedFiles());
  }

  private Dataset<Row> table(Table table) {
    return spark.read().format("delta").load(table.location(lake));
  }
}
