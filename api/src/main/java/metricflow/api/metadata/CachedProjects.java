package metricflow.api.metadata;

import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.LoadingCache;
import com.github.benmanes.caffeine.cache.Ticker;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;

/**
 * {@link Projects} that remembers keys for ten seconds: a revoked key works no longer than that.
 * While the store does not answer, keys known before go on working, so that events are not lost for
 * it.
 */
public final class CachedProjects implements Projects {
  private static final int MAX_KEYS = 10_000;
  private static final Duration REMEMBERED = Duration.ofSeconds(10);

  private final Projects projects;
  private final LoadingCache<String, Optional<Project>> byWriteKey;
  private final LoadingCache<String, Optional<Project>> byReadKey;

  /** Remembers answers of {@code projects}. */
  public CachedProjects(Projects projects) {
    this(projects, Ticker.systemTicker());
  }

  CachedProjects(Projects projects, Ticker ticker) {
    this.projects = projects;
    this.byWriteKey = cache(projects::byWriteKey, ticker);
    this.byReadKey = cache(projects::byReadKey, ticker);
  }

  private static LoadingCache<String, Optional<Project>> cache(
      Function<String, Optional<Project>> lookup, Ticker ticker) {
    return Caffeine.newBuilder()
        .maximumSize(MAX_KEYS)
        .refreshAfterWrite(REMEMBERED)
        // In the caller's thread, so that it sees the new answer; a failed refresh keeps the old.
        .executor(Runnable::run)
        .ticker(ticker)
        .build(lookup::apply);
  }

  @Override
  public Optional<Project> byWriteKey(String writeKey) {
    return KeyKind.WRITE.looksLike(writeKey) ? byWriteKey.get(writeKey) : Optional.empty();
  }

  @Override
  public Optional<Project> byReadKey(String readKey) {
    return KeyKind.READ.looksLike(readKey) ? byReadKey.get(readKey) : Optional.empty();
  }

  @Override
  public Created create(String name) {
    return projects.create(name);
  }
}
