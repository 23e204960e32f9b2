package metricflow.streaming.live;

import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import metricflow.funnel.FunnelDefinition;
import metricflow.live.LiveDimensions;
import metricflow.live.LiveKeys;
import metricflow.streaming.sink.RedisSink;
import metricflow.streaming.step.ProjectFold;
import metricflow.streaming.step.Refold;
import org.apache.spark.sql.SparkSession;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import redis.clients.jedis.UnifiedJedis;

/**
 * Makes the live view anew from the lake. The events of the live horizon are folded part by part by
 * the code that folds the stream, each part is applied to staged keys as a micro-batch would be,
 * and at the end each project's staged keys take the place of the ones readers see.
 *
 * <p>Whatever is killed, it starts over: staged keys are cleared first, and the mark of {@link
 * StreamMarker} comes back last. The caller sees to it that nobody applies micro-batches meanwhile.
 */
final class LiveRebuild {
  private static final Logger LOG = LoggerFactory.getLogger(LiveRebuild.class);
  private static final long EVENTS_PER_LINE = 1_000_000;

  private final SparkSession spark;
  private final String lake;
  private final LiveDimensions dimensions;
  private final RedisSink sink;
  private final StagedProjects staged;

  /**
   * A rebuild.
   *
   * @param lake folder or URI of the lake
   */
  LiveRebuild(SparkSession spark, String lake, LiveDimensions dimensions, UnifiedJedis redis) {
    this.spark = spark;
    this.lake = lake;
    this.dimensions = dimensions;
    this.sink = new RedisSink(redis);
    this.staged = new StagedProjects(redis);
  }

  /** The last micro-batch of a query that is in the lake with events; -1 when none is. */
  long lastBatchInLake(String queryId) {
    return LakeEvents.now(spark, lake, System.currentTimeMillis()).lastBatch(queryId);
  }

  /** What was rebuilt, and the last micro-batch it contains. */
  record Outcome(RebuildReport report, Position at) {}

  /**
   * Rebuilds all projects.
   *
   * @param atLeast a micro-batch that is in the lake
   */
  Outcome run(Position atLeast, Map<Integer, List<FunnelDefinition>> funnels)
      throws InterruptedException {
    long start = System.currentTimeMillis();
    LakeEvents events = LakeEvents.now(spark, lake, start);
    Position at =
        new Position(
            atLeast.queryId(), Math.max(atLeast.batchId(), events.lastBatch(atLeast.queryId())));
    LOG.info("rebuilding the live view from the lake, up to micro-batch {}", at.batchId());
    Patience.untilRedisAnswers(() -> {
      staged.clear();
      return true;
    });
    String rebuildId = UUID.randomUUID().toString();
    long folded = 0;
    long repeated = 0;
    long step = 0;
    Iterator<Refold.Part> parts =
        events.isEmpty() ? Collections.emptyIterator() : events.fold(dimensions, funnels);
    while (parts.hasNext()) {
      Refold.Part part = parts.next();
      stage(rebuildId, step++, part.folds(), funnels, start);
      if (folded / EVENTS_PER_LINE < (folded + part.events()) / EVENTS_PER_LINE) {
        LOG.info("rebuild: {} events folded", folded + part.events());
      }
      folded += part.events();
      repeated += part.repeated();
    }
    if (!events.isEmpty()) {
      stage(rebuildId, step, events.latest().folds(), funnels, start);
    }
    int projects = Patience.untilRedisAnswers(() -> staged.swap(at));
    long took = System.currentTimeMillis() - start;
    return new Outcome(new RebuildReport(folded, repeated, projects, took), at);
  }

  private void stage(
      String rebuildId,
      long step,
      Map<Integer, ProjectFold> folds,
      Map<Integer, List<FunnelDefinition>> funnels,
      long now)
      throws InterruptedException {
    for (Map.Entry<Integer, ProjectFold> fold : folds.entrySet()) {
      LiveKeys keys = new LiveKeys(fold.getKey()).staged();
      List<FunnelDefinition> ofProject = funnels.getOrDefault(fold.getKey(), List.of());
      Patience.untilRedisAnswers(
          () -> sink.apply(rebuildId, step, keys, fold.getValue(), ofProject, now));
    }
  }
}
