package metricflow.streaming.live;

import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;
import metricflow.funnel.FunnelDefinition;
import metricflow.live.LiveDimensions;
import metricflow.streaming.sink.RedisSink;
import metricflow.streaming.step.ProjectFold;
import org.apache.spark.sql.SparkSession;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import redis.clients.jedis.UnifiedJedis;

/**
 * The live view in Redis: micro-batches are applied to it one after the other, and when it is found
 * empty, replaced or behind the lake it is rebuilt from there. One writer: a micro-batch waits for
 * a rebuild and a rebuild for a micro-batch.
 */
public final class LiveView implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(LiveView.class);

  private final RedisSink sink;
  private final StreamMarker marker;
  private final FunnelDefinitions funnels;
  private final LiveRebuild rebuild;
  private final ReentrantLock writer = new ReentrantLock();
  private final AtomicBoolean restoring = new AtomicBoolean();
  private final ExecutorService background =
      Executors.newSingleThreadExecutor(
          Thread.ofPlatform().daemon().name("live-rebuild").factory());

  /** What is applied for certain if Redis has lost nothing; null until that is known. */
  private volatile Position expected;

  private volatile RebuildState state = new RebuildState.None();

  /**
   * The live view in {@code redis}, which stays its caller's.
   *
   * @param lake folder or URI of the lake
   */
  public LiveView(
      SparkSession spark,
      String lake,
      LiveDimensions dimensions,
      UnifiedJedis redis,
      FunnelDefinitions funnels) {
    this.sink = new RedisSink(redis);
    this.marker = new StreamMarker(redis);
    this.funnels = funnels;
    this.rebuild = new LiveRebuild(spark, lake, dimensions, redis);
  }

  /**
   * Applies a micro-batch that is in the lake, once; waits while Redis does not answer.
   *
   * @param queryId identity of the streaming query's checkpoint
   * @param folds what it adds, by project
   * @param counted the saved funnels it was folded with, by project
   * @param afterProject runs after each project's part
   * @throws InterruptedException when the query is stopped meanwhile
   */
  public void apply(
      String queryId,
      long batchId,
      Map<Integer, ProjectFold> folds,
      Map<Integer, List<FunnelDefinition>> counted,
      Runnable afterProject)
      throws InterruptedException {
    Position batch = new Position(queryId, batchId);
    writer.lockInterruptibly();
    try {
      while (true) {
        StreamMarker.State held = Patience.untilRedisAnswers(marker::read);
        if (held.holds(batch)) {
          break;
        }
        if (!held.holds(batch.previous()) || hasMissedFunnels(held)) {
          rebuildUpTo(batch);
          break;
        }
        applyAll(batch, folds, counted, afterProject);
        if (Patience.untilRedisAnswers(() -> marker.move(held, batch))) {
          break;
        }
        LOG.warn("Redis was restarted or emptied while micro-batch {} was applied", batchId);
      }
      expected = batch;
    } finally {
      writer.unlock();
    }
  }

  private void applyAll(
      Position batch,
      Map<Integer, ProjectFold> folds,
      Map<Integer, List<FunnelDefinition>> counted,
      Runnable afterProject)
      throws InterruptedException {
    for (Map.Entry<Integer, ProjectFold> fold : folds.entrySet()) {
      List<FunnelDefinition> ofProject = counted.getOrDefault(fold.getKey(), List.of());
      Patience.untilRedisAnswers(() ->
          sink.apply(
              batch.queryId(),
              batch.batchId(),
              fold.getKey(),
              fold.getValue(),
              ofProject,
              System.currentTimeMillis()));
      afterProject.run();
    }
  }

  /** Whether a rebuild left the funnels out that are known now. */
  private boolean hasMissedFunnels(StreamMarker.State held) throws InterruptedException {
    if (!held.withoutFunnels()) {
      return false;
    }
    Patience.untilRedisAnswers(funnels::read);
    return funnels.areKnown();
  }

  private RebuildReport rebuildUpTo(Position atLeast) throws InterruptedException {
    while (true) {
      String id = UUID.randomUUID().toString();
      StreamMarker.State begun = Patience.untilRedisAnswers(() -> marker.beginRebuild(id));
      Map<Integer, List<FunnelDefinition>> saved = Patience.untilRedisAnswers(funnels::read);
      boolean withoutFunnels = !funnels.areKnown();
      LiveRebuild.Outcome outcome = rebuild.run(atLeast, saved);
      if (Patience.untilRedisAnswers(
          () -> marker.endRebuild(id, begun, outcome.at(), withoutFunnels))) {
        RebuildReport report = outcome.report();
        LOG.info(
            "live view rebuilt: events={} repeated={} projects={} ms={}",
            report.events(),
            report.repeated(),
            report.projects(),
            report.millis());
        return report;
      }
      LOG.warn("Redis was restarted or emptied during a rebuild; starting over");
    }
  }

  /**
   * Publishes up to when the bus has been applied. Where Redis has lost something it publishes
   * nothing and has the view restored in the background.
   *
   * @param asOf epoch milliseconds; 0, not known yet, leaves what was published before
   */
  public void publish(String queryId, long asOf) {
    Position known = expected;
    boolean whole = known != null && marker.publish(asOf, known);
    if (!whole || marker.read().withoutFunnels()) {
      restoreSoon(queryId);
    }
  }

  private void restoreSoon(String queryId) {
    if (restoring.compareAndSet(false, true)) {
      background.execute(() -> {
        try {
          restore(queryId);
        } catch (InterruptedException stopped) {
          Thread.currentThread().interrupt();
        } catch (RuntimeException failed) {
          LOG.warn("the live view could not be restored, trying again", failed);
        } finally {
          restoring.set(false);
        }
      });
    }
  }

  private void restore(String queryId) throws InterruptedException {
    // Before the lock: reading the lake's log takes a while, and the first micro-batch is coming.
    Position inLake = inLake(queryId);
    writer.lockInterruptibly();
    try {
      Position inPlace = expected == null ? inLake : expected;
      StreamMarker.State held = Patience.untilRedisAnswers(marker::read);
      if (!held.holds(inPlace) || hasMissedFunnels(held)) {
        rebuildUpTo(inPlace);
      }
      expected = inPlace;
    } finally {
      writer.unlock();
    }
  }

  private Position inLake(String queryId) {
    Position known = expected;
    return known == null ? new Position(queryId, rebuild.lastBatchInLake(queryId)) : known;
  }

  /** Begins a rebuild in the background, unless one that was asked for is under way. */
  public synchronized RebuildState rebuildSoon(String queryId) {
    if (!(state instanceof RebuildState.Running)) {
      state = new RebuildState.Running();
      background.execute(() -> state = rebuildNow(queryId));
    }
    return state;
  }

  private RebuildState rebuildNow(String queryId) {
    try {
      writer.lockInterruptibly();
      try {
        Position inPlace = inLake(queryId);
        RebuildReport report = rebuildUpTo(inPlace);
        expected = inPlace;
        return new RebuildState.Done(report);
      } finally {
        writer.unlock();
      }
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      return new RebuildState.Failed("the streaming job is stopping");
    } catch (RuntimeException failed) {
      LOG.error("the rebuild that was asked for failed", failed);
      return new RebuildState.Failed(failed.toString());
    }
  }

  /** The rebuild last asked for. */
  public RebuildState lastRebuild() {
    return state;
  }

  @Override
  public void close() {
    background.shutdownNow();
  }
}
