package metricflow.api.metadata;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import metricflow.problem.ProblemException;
import metricflow.problem.ProblemType;
import org.junit.jupiter.api.Test;

final class CachedProjectsTest {
  private static final String KEY = "mfw_" + "a".repeat(32);
  private static final Project SHOP = new Project(1, "Shop");

  private final AtomicLong nanos = new AtomicLong();
  private final SettableClock clock = new SettableClock();
  private final Store store = new Store();
  private final Projects projects = new CachedProjects(store, clock, nanos::get);

  @Test
  void a_key_is_looked_up_once_in_ten_seconds() {
    projects.byWriteKey(KEY);
    projects.byWriteKey(KEY);

    assertThat(store.lookups).hasValue(1);
  }

  @Test
  void a_revoked_key_stops_working_after_ten_seconds() {
    assertThat(projects.byWriteKey(KEY)).contains(SHOP);
    store.found = Optional.empty();

    assertThat(projects.byWriteKey(KEY)).contains(SHOP);
    nanos.addAndGet(Duration.ofSeconds(11).toNanos());
    assertThat(projects.byWriteKey(KEY)).isEmpty();
  }

  @Test
  void while_the_store_is_away_known_keys_go_on_working() {
    projects.byWriteKey(KEY);
    store.away = true;
    nanos.addAndGet(Duration.ofMinutes(5).toNanos());

    assertThat(projects.byWriteKey(KEY)).contains(SHOP);
    assertThatThrownBy(() -> projects.byWriteKey("mfw_" + "b".repeat(32)))
        .isInstanceOf(ProblemException.class);
  }

  @Test
  void what_is_no_key_is_not_looked_up() {
    assertThat(projects.byWriteKey("mfx_" + "a".repeat(32))).isEmpty();
    assertThat(projects.byWriteKey("")).isEmpty();
    assertThat(store.lookups).hasValue(0);
  }

  @Test
  void an_expired_key_ends_though_the_store_is_away() {
    Instant end = clock.instant().plusSeconds(5);
    store.found = Optional.of(principal(Optional.of(end)));
    assertThat(projects.byWriteKey(KEY)).contains(SHOP);
    store.away = true;

    clock.pass(Duration.ofSeconds(5));
    assertThat(projects.byWriteKey(KEY)).isEmpty();
  }

  private static Principal principal(Optional<Instant> expiresAt) {
    return new Principal(
        SHOP, new Actor(Actor.Kind.KEY, "1", "Site"), Set.of(Scope.EVENTS_WRITE), expiresAt);
  }

  private static final class Store implements Projects {
    final AtomicInteger lookups = new AtomicInteger();
    Optional<Principal> found = Optional.of(principal(Optional.empty()));
    boolean away;

    @Override
    public Optional<Principal> byKey(String key) {
      lookups.incrementAndGet();
      if (away) {
        throw new ProblemException(ProblemType.METADATA_UNAVAILABLE, "The store is away.");
      }
      return found;
    }

    @Override
    public Created create(Wish wish, Author by) {
      throw new UnsupportedOperationException("not asked here");
    }
  }
}
