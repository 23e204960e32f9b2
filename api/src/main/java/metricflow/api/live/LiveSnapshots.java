package metricflow.api.live;

import com.github.benmanes.caffeine.cache.Ticker;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.Base64;
import java.util.concurrent.Executor;
import java.util.function.IntFunction;
import metricflow.api.query.SharedResults;
import metricflow.api.web.Json;
import metricflow.problem.ProblemType;

/** Snapshots for any number of viewers: each project's is computed at most once per tick. */
public final class LiveSnapshots {
  /** Time for which all viewers get the same bytes. */
  static final Duration TICK = Duration.ofMillis(500);

  private static final Duration PATIENCE = Duration.ofSeconds(5);
  private static final int PROJECTS_KEPT = 10_000;

  private final IntFunction<LiveSnapshot> source;
  private final SharedResults<Integer, Served> served;

  /**
   * A snapshot as it is sent.
   *
   * @param json UTF-8
   * @param etag weak: two snapshots that differ in their age only have the same
   */
  record Served(byte[] json, String etag) {}

  /** Snapshots of {@code source}, which is asked by project. */
  public LiveSnapshots(IntFunction<LiveSnapshot> source) {
    this(source, Ticker.systemTicker(), SharedResults.ONE_THREAD_EACH);
  }

  LiveSnapshots(IntFunction<LiveSnapshot> source, Ticker ticker, Executor executor) {
    this.source = source;
    this.served =
        new SharedResults<>(
            TICK, PROJECTS_KEPT, PATIENCE, ProblemType.LIVE_UNAVAILABLE, ticker, executor);
  }

  /**
   * The project's snapshot of this tick.
   *
   * @throws metricflow.problem.ProblemException {@code LIVE_UNAVAILABLE}
   */
  Served of(int projectId) {
    return served.get(projectId, () -> serve(source.apply(projectId)));
  }

  private static Served serve(LiveSnapshot snapshot) {
    return new Served(Json.bytes(snapshot), etag(Json.bytes(snapshot.timeless())));
  }

  private static String etag(byte[] content) {
    try {
      byte[] hash = MessageDigest.getInstance("SHA-256").digest(content);
      return "W/\"%s\"".formatted(Base64.getUrlEncoder().withoutPadding().encodeToString(hash));
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException(impossible);
    }
  }
}
