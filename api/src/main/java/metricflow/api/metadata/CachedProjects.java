package metricflow.api.metadata;

import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.LoadingCache;
import com.github.benmanes.caffeine.cache.Ticker;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;

/**
 * {@link Projects} that remembers keys for ten seconds: a revoked key works no longer than that.
 * While the store does not answer, keys known before go on working until they expire, so that
 * events are not lost for it.
 */
public final class CachedProjects implements Projects {
  private static final int MAX_KEYS = 10_000;
  private static final Duration REMEMBERED = Duration.ofSeconds(10);

  private final Projects projects;
  private final Clock clock;
  private final LoadingCache<String, Optional<Principal>> principals;

  /** Remembers answers of {@code projects}. */
  public CachedProjects(Projects projects, Clock clock) {
    this(projects, clock, Ticker.systemTicker());
  }

  CachedProjects(Projects projects, Clock clock, Ticker ticker) {
    this.projects = projects;
    this.clock = clock;
    this.principals =
        Caffeine.newBuilder()
            .maximumSize(MAX_KEYS)
            .refreshAfterWrite(REMEMBERED)
            // In the caller's thread, so that it sees the new answer; a failed refresh keeps the
            // old.
            .executor(Runnable::run)
            .ticker(ticker)
            .build(projects::byKey);
  }

  @Override
  public Optional<Principal> byKey(String key) {
    if (!KeyKind.any(key)) {
      return Optional.empty();
    }
    return principals.get(key).filter(principal -> principal.isValidAt(clock.instant()));
  }

  @Override
  public Created create(Wish wish, Author by) {
    return projects.create(wish, by);
  }
}
