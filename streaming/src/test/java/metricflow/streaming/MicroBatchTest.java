package metricflow.streaming;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import metricflow.bus.EventBatch;
import metricflow.bus.EventBatchCodec;
import metricflow.bus.Topics;
import metricflow.event.Event;
import metricflow.live.LiveDimensions;
import metricflow.live.LiveKeys;
import metricflow.streaming.live.FunnelDefinitions;
import metricflow.streaming.live.LiveView;
import metricflow.streaming.retry.RetryLog;
import metricflow.streaming.sink.DeltaSink;
import metricflow.streaming.sink.RowLayout;
import metricflow.streaming.step.ForgottenEvents;
import metricflow.table.Tables;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whole micro-batches into real tables and a real Redis, seen through /metrics. */
class MicroBatchTest {
  private static final int PROJECT = 3;
  private static final LiveDimensions DIMENSIONS = new LiveDimensions(List.of());
  private static final StructType RECORD =
      new StructType()
          .add("topic", DataTypes.StringType)
          .add("value", DataTypes.BinaryType)
          .add("partition", DataTypes.IntegerType);

  @TempDir Path folder;
  private SparkSession spark;
  private LocalRedis redis;
  private StreamHealth health;
  private StreamMetrics metrics;
  private FunnelDefinitions funnels;
  private LiveView live;
  private final long now = System.currentTimeMillis();

  @BeforeEach
  void start() throws Exception {
    spark = TestSpark.session();
    redis = LocalRedis.start(folder);
    spark.sql(Tables.EVENTS.createSql(lake()));
    spark.sql(Tables.REJECTED_EVENTS.createSql(lake()));
    spark.sparkContext().setLocalProperty("sql.streaming.queryId", UUID.randomUUID().toString());
    metrics = new StreamMetrics();
    funnels = new FunnelDefinitions(redis.client());
    live = new LiveView(spark, lake(), DIMENSIONS, redis.client(), funnels);
    health = new StreamHealth(0, () -> true, new StreamClock(live), metrics);
    health.start();
  }

  @AfterEach
  void stop() {
    health.stop();
    live.close();
    redis.close();
  }

  @Test
  void metrics_account_for_every_event_and_for_what_redis_and_the_lake_hold() throws Exception {
    EventBatch batch = batch(event("ann", now - 1_000, now - 1_000));
    MicroBatch microBatch = microBatch();
    microBatch.call(
        records(
            batch,
            batch(event("bob", now - 3 * 3_600_000L, now - 3 * 3_600_000L)),
            batch(event("eve", now, now + 3_600_000L))),
        0L);
    microBatch.call(records(batch), 1L);
    ForgottenEvents.forget();
    microBatch.call(records(batch, batch(event("joe", now, now))), 2L);

    Map<String, Double> seen = scrape();
    assertThat(seen)
        .containsEntry("metricflow_stream_micro_batches_total", 3.0)
        .containsEntry("metricflow_stream_events_received_total", 6.0)
        .containsEntry("metricflow_stream_events_repeated_total", 1.0)
        .containsEntry("metricflow_stream_events_written_total", 5.0)
        .containsEntry("metricflow_stream_events_live_total", 3.0)
        .containsEntry("metricflow_stream_events_late_total", 1.0)
        .containsEntry("metricflow_stream_events_retried_total", 1.0)
        .containsEntry("metricflow_stream_batches_retried_total", 2.0)
        .containsEntry("metricflow_stream_events_future_total", 1.0)
        .containsEntry("metricflow_stream_events_rejected_total", 3.0)
        .containsEntry("metricflow_stream_phase_seconds_count{phase=\"redis\"}", 3.0)
        .containsEntry("metricflow_stream_retry_entries", 3.0)
        .containsEntry("metricflow_stream_delta_version{table=\"events\"}", 2.0)
        .containsKeys(
            "metricflow_stream_lag_seconds",
            "metricflow_stream_retry_bytes",
            "metricflow_stream_files_bytes_total");
    assertThat(rows()).isEqualTo(5);
    assertThat(distinctEvents()).isEqualTo(4);
    assertThat(liveTotal()).isEqualTo(3);
  }

  @Test
  void a_batch_retried_after_a_restart_counts_once() throws Exception {
    EventBatch batch = batch(event("ann", now, now), event("ann", now, now));
    microBatch().call(records(batch), 0L);
    ForgottenEvents.forget();
    microBatch().call(records(batch), 1L);

    assertThat(liveTotal()).isEqualTo(2);
    assertThat(distinctEvents()).isEqualTo(2);
  }

  @Test
  void a_micro_batch_repeated_after_a_restart_counts_once() throws Exception {
    EventBatch batch = batch(event("ann", now, now));
    microBatch().call(records(batch), 0L);
    ForgottenEvents.forget();
    microBatch().call(records(batch), 0L);

    assertThat(liveTotal()).isEqualTo(1);
    assertThat(rows()).isEqualTo(1);
  }

  /** One that starts where the last one ended, as after a restart. */
  private MicroBatch microBatch() throws Exception {
    Configuration hadoop = spark.sparkContext().hadoopConfiguration();
    MicroBatch.Sinks sinks =
        new MicroBatch.Sinks(
            new DeltaSink(RowLayout.events(), lake(), hadoop),
            new DeltaSink(RowLayout.rejectedEvents(), lake(), hadoop),
            live,
            funnels,
            new RetryLog(lake() + "/retries", hadoop, 1 << 20, System::currentTimeMillis),
            metrics);
    metrics.lake(sinks.events(), sinks.rejectedEvents());
    return new MicroBatch(sinks, lake(), DIMENSIONS, 2, Crash.at(""));
  }

  private String lake() {
    return folder.toString();
  }

  /** The records of some batches, and one that nobody can read. */
  private Dataset<Row> records(EventBatch... batches) {
    Row unreadable = RowFactory.create(Topics.EVENTS, "junk".getBytes(StandardCharsets.UTF_8), 0);
    List<Row> rows =
        Stream.concat(
                Stream.of(batches)
                    .map(batch ->
                        RowFactory.create(Topics.EVENTS, EventBatchCodec.encode(batch), 0)),
                Stream.of(unreadable))
            .toList();
    return spark.createDataFrame(rows, RECORD);
  }

  private EventBatch batch(Event... events) {
    return new EventBatch(PROJECT, UUID.randomUUID(), now, now, List.of(events));
  }

  private static Event event(String visitor, long time, long clientTime) {
    return TestEvents.eventByClock("page_view", visitor, time, clientTime);
  }

  private long rows() {
    return spark.read().format("delta").load(Tables.EVENTS.location(lake())).count();
  }

  private long distinctEvents() {
    return spark
        .read()
        .format("delta")
        .load(Tables.EVENTS.location(lake()))
        .select("event_id")
        .distinct()
        .count();
  }

  private long liveTotal() {
    return redis.client().keys("mf:{" + PROJECT + "}:minute:*").stream()
        .mapToLong(key -> Long.parseLong(redis.client().hget(key, LiveKeys.TOTAL_FIELD)))
        .sum();
  }

  private Map<String, Double> scrape() throws Exception {
    URI address = URI.create("http://127.0.0.1:" + health.port() + "/metrics");
    try (HttpClient client = HttpClient.newHttpClient()) {
      String body =
          client
              .send(HttpRequest.newBuilder(address).build(), HttpResponse.BodyHandlers.ofString())
              .body();
      Map<String, Double> values = new HashMap<>();
      body.lines()
          .filter(line -> !line.startsWith("#"))
          .forEach(line -> {
            int space = line.lastIndexOf(' ');
            values.put(line.substring(0, space), Double.valueOf(line.substring(space + 1)));
          });
      return values;
    }
  }
}
