package metricflow.streaming.live;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import metricflow.live.LiveKeys;
import redis.clients.jedis.UnifiedJedis;

/**
 * The mark in Redis of how far all projects are applied. A Redis that was emptied, replaced or
 * restored from an older file shows it here.
 *
 * <p>Redis loses its latest writes when it is killed, and may do so between two writes of ours.
 * Each process of it has a run id of its own: the mark moves only while that of {@link #read} still
 * runs, so what was applied in between is there too.
 */
final class StreamMarker {
  private final UnifiedJedis redis;

  StreamMarker(UnifiedJedis redis) {
    this.redis = redis;
  }

  /**
   * What Redis says.
   *
   * @param queryId empty when there is no mark
   * @param batchId last micro-batch that is applied for all projects
   * @param withoutFunnels whether the saved funnels were not known at the last rebuild
   * @param runId the Redis process
   */
  record State(String queryId, long batchId, boolean withoutFunnels, String runId) {
    /** Whether everything up to {@code position} is applied. */
    boolean holds(Position position) {
      return queryId.equals(position.queryId()) && batchId >= position.batchId();
    }
  }

  State read() {
    List<?> told = (List<?>) redis.eval(Script.READ, List.of(LiveKeys.STREAM), List.of());
    String batchId = (String) told.get(1);
    return new State(
        (String) told.get(0),
        batchId.isEmpty() ? -1 : Long.parseLong(batchId),
        !((String) told.get(2)).isEmpty(),
        (String) told.get(3));
  }

  /**
   * Moves the mark.
   *
   * @param from what {@link #read} said before anything of {@code to} was applied
   * @return false when Redis has lost something since, or may have
   */
  boolean move(State from, Position to) {
    return run(
        Script.MOVE,
        List.of(
            from.runId(), from.queryId(), from.batchId() + "", to.queryId(), to.batchId() + ""));
  }

  /** Takes the mark away: from now on, until {@link #endRebuild}, Redis counts as lost. */
  State beginRebuild(String rebuildId) {
    run(Script.BEGIN, List.of(rebuildId));
    return read();
  }

  /**
   * Puts the mark back.
   *
   * @param begun what {@link #beginRebuild} said
   * @return false when Redis has lost something since, or may have
   */
  boolean endRebuild(String rebuildId, State begun, Position at, boolean withoutFunnels) {
    return run(
        Script.END,
        List.of(
            rebuildId, begun.runId(), at.queryId(), at.batchId() + "", withoutFunnels ? "1" : ""));
  }

  /**
   * Publishes up to when the bus has been applied.
   *
   * @return false, and nothing is published, when not all of {@code position} is there
   */
  boolean publish(long asOf, Position position) {
    return run(
        Script.PUBLISH, List.of(position.queryId(), position.batchId() + "", Long.toString(asOf)));
  }

  private boolean run(String script, List<String> arguments) {
    return (Long) redis.eval(script, List.of(LiveKeys.STREAM), arguments) == 1;
  }

  private static final class Script {
    private static final String READ = load("read");
    private static final String MOVE = load("move");
    private static final String BEGIN = load("begin");
    private static final String END = load("end");
    private static final String PUBLISH = load("publish");

    private static String load(String name) {
      try (InputStream in = StreamMarker.class.getResourceAsStream("marker-" + name + ".lua")) {
        return new String(in.readAllBytes(), StandardCharsets.UTF_8);
      } catch (IOException unreadable) {
        throw new UncheckedIOException(unreadable);
      }
    }
  }
}
