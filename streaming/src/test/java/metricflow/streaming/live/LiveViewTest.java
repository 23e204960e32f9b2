package metricflow.streaming.live;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Comparator.comparing;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;
import metricflow.bus.EventBatch;
import metricflow.bus.EventBatchCodec;
import metricflow.bus.Topics;
import metricflow.event.Dimension;
import metricflow.event.Event;
import metricflow.event.EventNames;
import metricflow.funnel.FunnelDefinition;
import metricflow.funnel.FunnelDefinitionsJson;
import metricflow.funnel.FunnelStep;
import metricflow.live.LiveDimensions;
import metricflow.live.LiveKeys;
import metricflow.streaming.LocalRedis;
import metricflow.streaming.TestEvents;
import metricflow.streaming.retry.RetryLog;
import metricflow.streaming.sink.DeltaSink;
import metricflow.streaming.sink.RowLayout;
import metricflow.streaming.step.OnePass;
import metricflow.streaming.step.TaskResult;
import metricflow.table.Tables;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import redis.clients.jedis.RedisClient;

/** Micro-batches into a real Delta table and a real Redis that loses what it held. */
class LiveViewTest {
  private static final String QUERY = "query";
  private static final LiveDimensions DIMENSIONS =
      new LiveDimensions(List.of(Dimension.BROWSER, Dimension.OS));
  private static final FunnelDefinition FUNNEL =
      new FunnelDefinition(
          "f1",
          "Sign-up",
          86_400,
          List.of(
              new FunnelStep("page_view", List.of(new FunnelStep.Filter(Dimension.PAGE, "/"))),
              new FunnelStep("sign_up", List.of())));

  @TempDir static Path redisFolder;
  private static SparkSession spark;
  private static LocalRedis server;
  private static RedisClient redis;

  @TempDir Path lakeFolder;
  private final Random random = new Random(42);
  private String lake;
  private DeltaSink events;
  private RetryLog retries;
  private LiveView live;
  private FunnelDefinitions funnels;

  @BeforeAll
  static void start() throws Exception {
    server = LocalRedis.start(redisFolder);
    redis = server.client();
    spark =
        SparkSession.builder()
            .master("local[2]")
            .config("spark.ui.enabled", "false")
            .config("spark.sql.session.timeZone", "UTC")
            .config("spark.sql.adaptive.enabled", "false")
            .config("spark.sql.extensions", "io.delta.sql.DeltaSparkSessionExtension")
            .config(
                "spark.sql.catalog.spark_catalog",
                "org.apache.spark.sql.delta.catalog.DeltaCatalog")
            .config("spark.databricks.delta.snapshotPartitions", "1")
            .config("spark.sql.shuffle.partitions", "1")
            .getOrCreate();
  }

  @AfterAll
  static void stop() {
    spark.stop();
    server.close();
  }

  @BeforeEach
  void open() throws Exception {
    redis.flushAll();
    publishFunnels();
    lake = lakeFolder.toString();
    spark.sql(Tables.EVENTS.createSql(lake));
    events = new DeltaSink(RowLayout.events(), lake, new Configuration());
    retries =
        new RetryLog(lake + "/retries", new Configuration(), 1 << 20, System::currentTimeMillis);
    openView();
  }

  @AfterEach
  void close() {
    live.close();
  }

  @Test
  void a_rebuilt_view_equals_the_one_that_was_lost() throws Exception {
    for (int batch = 0; batch < 5; batch++) {
      run(batch, somebodysBatch(3), somebodysBatch(4));
    }
    Map<String, Object> before = view();
    assertThat(before.keySet())
        .anyMatch(key -> key.contains("identity"))
        .anyMatch(key -> key.endsWith("steps"));

    loseRedis();
    rebuild();

    assertThat(view()).isEqualTo(before);
  }

  @Test
  void a_redis_emptied_between_micro_batches_is_whole_after_the_next_one() throws Exception {
    run(0, somebodysBatch(3));
    run(1, somebodysBatch(3), somebodysBatch(4));
    loseRedis();
    run(2, somebodysBatch(4));

    Map<String, Object> restored = view();
    assertThat(total(3) + total(4)).isEqualTo(rowsInLake());
    rebuild();
    assertThat(restored).isEqualTo(view());
  }

  @Test
  void a_redis_restored_from_an_old_snapshot_is_whole_after_the_next_micro_batch()
      throws Exception {
    run(0, somebodysBatch(3));
    Map<String, byte[]> snapshot = dump();
    run(1, somebodysBatch(3));
    run(2, somebodysBatch(4));
    restore(snapshot);
    run(3, somebodysBatch(3));

    assertThat(total(3) + total(4)).isEqualTo(rowsInLake());
  }

  @Test
  void a_restarted_job_finds_without_new_events_that_redis_is_behind_the_lake() throws Exception {
    run(0, somebodysBatch(3));
    Map<String, byte[]> snapshot = dump();
    run(1, somebodysBatch(3));
    Map<String, Object> before = view();
    restore(snapshot);
    restartJob();

    publishUntilFresh();

    assertThat(view()).isEqualTo(before);
  }

  @Test
  void nothing_is_called_fresh_before_it_is_whole_again() throws Exception {
    run(0, somebodysBatch(3));
    live.publish(QUERY, 1_000);
    assertThat(redis.hget(LiveKeys.STREAM, LiveKeys.AS_OF)).isEqualTo("1000");
    loseRedis();
    live.publish(QUERY, 2_000);
    assertThat(redis.hget(LiveKeys.STREAM, LiveKeys.AS_OF)).isNull();

    publishUntilFresh();

    assertThat(total(3)).isEqualTo(rowsInLake());
  }

  @Test
  void a_micro_batch_repeated_after_a_rebuild_that_contains_it_counts_once() throws Exception {
    run(0, somebodysBatch(3));
    TaskResult committedOnly = pass(1, somebodysBatch(3));
    events.commit(QUERY, 1, committedOnly.eventFiles());
    loseRedis();
    restartJob();
    publishUntilFresh();
    assertThat(total(3)).isEqualTo(rowsInLake());

    live.apply(QUERY, 1, committedOnly.folds(), funnels.read(), () -> {});

    assertThat(total(3)).isEqualTo(rowsInLake());
  }

  @Test
  void a_row_that_is_in_the_lake_twice_counts_once() throws Exception {
    EventBatch batch = somebodysBatch(3);
    run(0, batch);
    Map<String, Object> once = view();
    events.commit("a retry nobody recognised", 0, pass(0, batch).eventFiles());
    assertThat(rowsInLake()).isEqualTo(2L * batch.events().size());

    rebuild();

    assertThat(view()).isEqualTo(once);
  }

  @Test
  void what_redis_should_not_hold_is_gone_after_a_rebuild() throws Exception {
    run(0, somebodysBatch(3));
    Map<String, Object> before = view();
    long minute = System.currentTimeMillis() / 60_000;
    redis.hset(new LiveKeys(9).minute(minute), LiveKeys.TOTAL_FIELD, "5");
    redis.hset(new LiveKeys(3).minute(minute - 100), LiveKeys.TOTAL_FIELD, "5");
    redis.hset(new LiveKeys(3).staged().minute(minute), LiveKeys.TOTAL_FIELD, "5");

    rebuild();

    assertThat(view()).isEqualTo(before);
  }

  @Test
  void a_rebuild_that_was_killed_is_started_over() throws Exception {
    run(0, somebodysBatch(3));
    new StreamMarker(redis).beginRebuild("killed");
    redis.hset(new LiveKeys(3).staged().minute(5), LiveKeys.TOTAL_FIELD, "5");
    redis.unlink(new LiveKeys(3).feed());
    restartJob();
    run(1, somebodysBatch(3));

    Map<String, Object> restored = view();
    assertThat(total(3)).isEqualTo(rowsInLake());
    rebuild();
    assertThat(restored).isEqualTo(view());
  }

  @Test
  void the_mark_does_not_move_when_redis_was_restarted_in_between() throws Exception {
    run(0, somebodysBatch(3));
    StreamMarker marker = new StreamMarker(redis);
    StreamMarker.State held = marker.read();
    StreamMarker.State ofAnotherProcess =
        new StreamMarker.State(held.queryId(), held.batchId(), false, "another process");

    assertThat(marker.move(ofAnotherProcess, new Position(QUERY, 1))).isFalse();
    assertThat(marker.read()).isEqualTo(held);
    assertThat(marker.move(held, new Position(QUERY, 1))).isTrue();
  }

  @Test
  void funnels_published_after_a_rebuild_are_counted_from_the_lake_too() throws Exception {
    run(0, somebodysBatch(3), somebodysBatch(3));
    Map<String, Object> before = view();
    redis.flushAll();
    restartJob();
    publishUntilFresh();
    assertThat(view().keySet()).noneMatch(key -> key.contains("funnel"));

    publishFunnels();
    while (redis.hexists(LiveKeys.STREAM, LiveKeys.WITHOUT_FUNNELS)
        || !redis.hexists(LiveKeys.STREAM, LiveKeys.BATCH_ID)) {
      live.publish(QUERY, System.currentTimeMillis());
    }

    assertThat(view()).isEqualTo(before);
  }

  @Test
  void the_feed_comes_back_latest_first() throws Exception {
    EventBatch one = somebodysBatch(3);
    EventBatch other = somebodysBatch(3);
    run(0, one);
    run(1, other);

    rebuild();

    EventBatch received = one.receivedAt() > other.receivedAt() ? one : other;
    List<String> feed = redis.lrange(new LiveKeys(3).feed(), 0, -1);
    assertThat(feed).hasSize(LiveKeys.FEED_LENGTH).doesNotHaveDuplicates();
    assertThat(feed.getFirst()).contains(received.events().getLast().eventId().toString());
  }

  @Test
  void every_key_of_a_project_expires_and_the_marker_last() throws Exception {
    run(0, somebodysBatch(3));
    everyKeyExpires();

    rebuild();

    everyKeyExpires();
  }

  private static void everyKeyExpires() {
    long marker = redis.ttl(new LiveKeys(3).applied());
    assertThat(redis.keys("mf:{3}:*"))
        .hasSizeGreaterThan(5)
        .allMatch(key -> redis.ttl(key) > 0 && redis.ttl(key) <= marker);
  }

  private void openView() {
    funnels = new FunnelDefinitions(redis);
    live = new LiveView(spark, lake, DIMENSIONS, redis, funnels);
  }

  private void restartJob() {
    live.close();
    openView();
  }

  private void rebuild() {
    live.rebuildSoon(QUERY);
    while (live.lastRebuild() instanceof RebuildState.Running) {
      Thread.onSpinWait();
    }
    assertThat(live.lastRebuild()).isInstanceOf(RebuildState.Done.class);
  }

  /** As the listener of an idle query does. */
  private void publishUntilFresh() {
    long asOf = System.currentTimeMillis();
    while (!Long.toString(asOf).equals(redis.hget(LiveKeys.STREAM, LiveKeys.AS_OF))) {
      live.publish(QUERY, asOf);
    }
  }

  private static void publishFunnels() {
    String json = FunnelDefinitionsJson.encode(List.of(FUNNEL));
    redis.hset(LiveKeys.FUNNELS, Map.of(LiveKeys.PUBLISHED, "1", "3", json, "4", json));
  }

  private static void loseRedis() {
    redis.flushAll();
    publishFunnels();
  }

  private void run(long batchId, EventBatch... batches) throws Exception {
    TaskResult result = pass(batchId, batches);
    events.commit(QUERY, batchId, result.eventFiles());
    live.apply(QUERY, batchId, result.folds(), funnels.read(), () -> {});
  }

  private TaskResult pass(long batchId, EventBatch... batches) throws Exception {
    return new OnePass(lake, retries.plan(batchId), DIMENSIONS, funnels.read())
        .call(
            Stream.of(batches)
                .map(batch -> RowFactory.create(Topics.EVENTS, EventBatchCodec.encode(batch), 0))
                .iterator())
        .next();
  }

  /** Events of a few ids within the last hour, some of which identify themselves. */
  private EventBatch somebodysBatch(int project) {
    List<Event> made = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      String device = "device-" + random.nextInt(12);
      String user = random.nextInt(3) == 0 ? device : "user-" + random.nextInt(5);
      long time = System.currentTimeMillis() - random.nextInt(3_000_000);
      made.add(TestEvents.event(anyName(), user, device, time, i));
    }
    made.sort(comparing(Event::eventTime));
    return TestEvents.batch(project, made.toArray(Event[]::new));
  }

  private String anyName() {
    List<String> names = List.of("page_view", "sign_up", "click", EventNames.IDENTIFY);
    return names.get(random.nextInt(names.size()));
  }

  private long rowsInLake() {
    return spark.read().format("delta").load(Tables.EVENTS.location(lake)).count();
  }

  private static long total(int project) {
    return redis.keys("mf:{%d}:minute:*".formatted(project)).stream()
        .mapToLong(key -> Long.parseLong(redis.hget(key, LiveKeys.TOTAL_FIELD)))
        .sum();
  }

  /** All keys of all projects; of the feed only its length, for its order is that of arrival. */
  private static Map<String, Object> view() {
    Map<String, Object> all = new TreeMap<>();
    for (String key : redis.keys("mf:{*}:*")) {
      switch (redis.type(key)) {
        case "hash" -> all.put(key, fields(key));
        case "list" -> all.put(key, redis.llen(key));
        default -> all.put(key, redis.pfcount(key));
      }
    }
    all.values().removeIf(value -> value.equals(Map.of()));
    return all;
  }

  private static Map<String, List<String>> fields(String key) {
    Map<String, List<String>> fields = new TreeMap<>();
    redis
        .hgetAll(key.getBytes(UTF_8))
        .forEach((field, value) -> fields.put(new String(field, UTF_8), content(key, value)));
    fields.values().removeIf(value -> key.endsWith(":steps") && value.equals(List.of("0")));
    return fields;
  }

  /** A timeline is a set of entries of 16 bytes, in no order. */
  private static List<String> content(String key, byte[] value) {
    int entry = key.endsWith(":persons") ? 16 : value.length;
    List<String> entries = new ArrayList<>();
    for (int from = 0; from < value.length; from += entry) {
      entries.add(new String(value, from, entry, ISO_8859_1));
    }
    entries.sort(null);
    return entries;
  }

  private static Map<String, byte[]> dump() {
    Map<String, byte[]> all = new TreeMap<>();
    redis.keys("mf:*").forEach(key -> all.put(key, redis.dump(key)));
    return all;
  }

  private static void restore(Map<String, byte[]> snapshot) {
    redis.flushAll();
    snapshot.forEach((key, bytes) -> redis.restore(key, 0, bytes));
  }
}
