package metricflow.streaming;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import metricflow.bus.EventBatch;
import metricflow.bus.EventBatchCodec;
import metricflow.bus.RejectedEvent;
import metricflow.bus.RejectedEventJson;
import metricflow.bus.Topics;
import metricflow.config.CrashPoint;
import metricflow.event.Event;
import metricflow.funnel.FunnelDefinition;
import metricflow.funnel.FunnelDefinitionsJson;
import metricflow.funnel.FunnelStep;
import metricflow.live.LiveDimensions;
import metricflow.live.LiveKeys;
import metricflow.streaming.live.FunnelDefinitions;
import metricflow.streaming.live.LiveView;
import metricflow.streaming.retry.RetryLog;
import metricflow.streaming.sink.DeltaSink;
import metricflow.streaming.sink.RowLayout;
import metricflow.streaming.step.ForgottenEvents;
import metricflow.table.Table;
import metricflow.table.Tables;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A micro-batch into real tables and a real Redis that dies at each point and is repeated. */
class MicroBatchDeathTest {
  private static final int FIRST_PROJECT = 3;
  private static final int SECOND_PROJECT = 4;
  private static final long BATCH = 5;
  private static final StructType RECORD =
      new StructType()
          .add("topic", DataTypes.StringType)
          .add("value", DataTypes.BinaryType)
          .add("partition", DataTypes.IntegerType);
  private static final FunnelDefinition FUNNEL =
      new FunnelDefinition(
          "f1",
          "Sign-up",
          60,
          List.of(new FunnelStep("page_view", List.of()), new FunnelStep("sign_up", List.of())));

  @TempDir static Path redisFolder;
  private static SparkSession spark;
  private static LocalRedis redis;

  @TempDir Path folder;
  private final long now = System.currentTimeMillis();
  private Dataset<Row> records;

  /** Stands for the end of the process. */
  private static final class Died extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }

  /** What of the micro-batch can be seen from outside. */
  private record Seen(
      long events,
      long rejectedEvents,
      long firstLive,
      long secondLive,
      long feed,
      String signUps) {}

  @BeforeAll
  static void start() throws Exception {
    redis = LocalRedis.start(redisFolder);
    spark = TestSpark.session();
    spark.sparkContext().setLocalProperty("sql.streaming.queryId", "query");
  }

  @AfterAll
  static void stop() {
    spark.stop();
    redis.close();
  }

  @BeforeEach
  void prepare() {
    redis.client().flushAll();
    redis
        .client()
        .hset(
            LiveKeys.STREAM,
            Map.of(LiveKeys.QUERY_ID, "query", LiveKeys.BATCH_ID, "" + (BATCH - 1)));
    redis
        .client()
        .hset(LiveKeys.FUNNELS, "" + FIRST_PROJECT, FunnelDefinitionsJson.encode(List.of(FUNNEL)));
    for (Table table : List.of(Tables.EVENTS, Tables.REJECTED_EVENTS)) {
      spark.sql(table.createSql(folder.toString()));
    }
    RejectedEvent rejected =
        new RejectedEvent(
            UUID.randomUUID(), FIRST_PROJECT, UUID.randomUUID(), now, "r", "d", null, "k", "{}");
    records =
        spark.createDataFrame(
            List.of(
                RowFactory.create(
                    Topics.EVENTS,
                    EventBatchCodec.encode(
                        TestEvents.batch(
                            FIRST_PROJECT,
                            TestEvents.event("page_view", "ann", now, 1),
                            TestEvents.event("sign_up", "ann", now, 2))),
                    0),
                RowFactory.create(
                    Topics.EVENTS,
                    EventBatchCodec.encode(
                        TestEvents.batch(SECOND_PROJECT, TestEvents.event("click", "bob", now, 1))),
                    0),
                RowFactory.create(Topics.REJECTED_EVENTS, RejectedEventJson.encode(rejected), 0)),
            RECORD);
  }

  @ParameterizedTest
  @EnumSource
  void each_point_lies_where_its_name_says(CrashPoint point) {
    dieAt(point);
    assertThat(seen())
        .isEqualTo(
            switch (point) {
              case BEFORE_DELTA -> new Seen(0, 0, 0, 0, 0, null);
              case BETWEEN_TABLES -> new Seen(3, 0, 0, 0, 0, null);
              case BETWEEN_DELTA_AND_REDIS -> new Seen(3, 1, 0, 0, 0, null);
              case BETWEEN_PROJECTS -> new Seen(3, 1, 2, 0, 2, "1");
              case AFTER_REDIS -> new Seen(3, 1, 2, 1, 2, "1");
            });
  }

  @ParameterizedTest
  @EnumSource
  void what_died_at_any_point_is_there_once_after_it_was_repeated(CrashPoint point)
      throws Exception {
    dieAt(point);
    microBatch("").call(records, BATCH);
    assertThat(seen()).isEqualTo(new Seen(3, 1, 2, 1, 2, "1"));
  }

  @ParameterizedTest
  @EnumSource
  void it_may_die_again_while_it_is_repeated(CrashPoint again) throws Exception {
    for (CrashPoint point : CrashPoint.values()) {
      // Once all is applied a repetition has no projects to die between.
      if (point != CrashPoint.AFTER_REDIS) {
        dieAt(point);
      }
    }
    dieAt(again);
    microBatch("").call(records, BATCH);
    assertThat(seen()).isEqualTo(new Seen(3, 1, 2, 1, 2, "1"));
  }

  @ParameterizedTest
  @EnumSource
  void an_event_delivered_again_before_a_death_is_counted_once(CrashPoint point) throws Exception {
    Dataset<Row> again = deliverAgain();
    dieAt(point, again, BATCH + 1);
    microBatch("").call(again, BATCH + 1);

    assertLiveIsWhatTheLakeHolds();
  }

  @ParameterizedTest
  @EnumSource
  void an_event_delivered_again_before_several_deaths_is_counted_once(CrashPoint point)
      throws Exception {
    Dataset<Row> again = deliverAgain();
    dieAt(CrashPoint.BEFORE_DELTA, again, BATCH + 1);
    dieAt(point, again, BATCH + 1);
    microBatch("").call(again, BATCH + 1);

    assertLiveIsWhatTheLakeHolds();
  }

  /**
   * A first micro-batch, and the records of the next: events of the first one in other batches, one
   * of them twice, and with them a new event, twice as well.
   */
  private Dataset<Row> deliverAgain() throws Exception {
    Event pageView = TestEvents.event("page_view", "ann", now, 1);
    Event click = TestEvents.event("click", "ann", now, 2);
    Event search = TestEvents.event("search", "bob", now, 1);
    Event fresh = TestEvents.event("click", "ann", now, 3);
    microBatch("")
        .call(
            events(
                TestEvents.batch(FIRST_PROJECT, pageView, click),
                TestEvents.batch(SECOND_PROJECT, search)),
            BATCH);
    return events(
        TestEvents.batch(FIRST_PROJECT, click, fresh),
        TestEvents.batch(FIRST_PROJECT, fresh, click, pageView),
        TestEvents.batch(SECOND_PROJECT, search, TestEvents.event("click", "bob", now, 2)));
  }

  private void assertLiveIsWhatTheLakeHolds() {
    assertThat(distinctEvents(FIRST_PROJECT)).isEqualTo(3);
    assertThat(distinctEvents(SECOND_PROJECT)).isEqualTo(2);
    assertThat(live(new LiveKeys(FIRST_PROJECT))).isEqualTo(3);
    assertThat(live(new LiveKeys(SECOND_PROJECT))).isEqualTo(2);
  }

  private static Dataset<Row> events(EventBatch... batches) {
    return spark.createDataFrame(
        Stream.of(batches)
            .map(batch -> RowFactory.create(Topics.EVENTS, EventBatchCodec.encode(batch), 0))
            .toList(),
        RECORD);
  }

  private void dieAt(CrashPoint point) {
    dieAt(point, records, BATCH);
  }

  private void dieAt(CrashPoint point, Dataset<Row> dying, long batchId) {
    assertThatThrownBy(() -> microBatch(point.name()).call(dying, batchId))
        .isInstanceOf(Died.class);
    ForgottenEvents.forget();
  }

  /** As a new process makes it: nothing is remembered but what lies in the tables and in Redis. */
  private MicroBatch microBatch(String crashAt) throws IOException {
    String lake = folder.toString();
    Configuration hadoop = new Configuration();
    LiveDimensions dimensions = new LiveDimensions(List.of());
    FunnelDefinitions funnels = new FunnelDefinitions(redis.client());
    StreamMetrics metrics = new StreamMetrics();
    MicroBatch.Sinks sinks =
        new MicroBatch.Sinks(
            new DeltaSink(RowLayout.events(), lake, hadoop),
            new DeltaSink(RowLayout.rejectedEvents(), lake, hadoop),
            new LiveView(spark, lake, dimensions, redis.client(), funnels),
            funnels,
            new RetryLog(lake + "/retries", hadoop, 1 << 20, System::currentTimeMillis),
            metrics);
    metrics.lake(sinks.events(), sinks.rejectedEvents());
    Runnable death =
        () -> {
          throw new Died();
        };
    return new MicroBatch(sinks, lake, dimensions, 1, Crash.at(crashAt, death));
  }

  private Seen seen() {
    LiveKeys first = new LiveKeys(FIRST_PROJECT);
    return new Seen(
        rows(Tables.EVENTS),
        rows(Tables.REJECTED_EVENTS),
        live(first),
        live(new LiveKeys(SECOND_PROJECT)),
        redis.client().llen(first.feed()),
        redis.client().hget(first.funnelSteps(FUNNEL.funnelId(), now / 86_400_000), "2"));
  }

  private long live(LiveKeys keys) {
    String total = redis.client().hget(keys.minute(now / 60_000), LiveKeys.TOTAL_FIELD);
    return total == null ? 0 : Long.parseLong(total);
  }

  private long distinctEvents(int project) {
    return spark
        .read()
        .format("delta")
        .load(Tables.EVENTS.location(folder.toString()))
        .where("project_id = " + project)
        .select("event_id")
        .distinct()
        .count();
  }

  private long rows(Table table) {
    return spark.read().format("delta").load(table.location(folder.toString())).count();
  }
}
