package metricflow.api.rate;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

final class RateLimitTest {
  private final AtomicLong nanos = new AtomicLong();

  @Test
  void five_seconds_worth_may_come_at_once_and_a_debt_is_waited_for() {
    RateLimit<String> limit = new RateLimit<>(100, nanos::get);

    limit.charge("ada", 500);
    assertThat(limit.secondsToWait("ada")).isZero();
    limit.charge("ada", 150);
    assertThat(limit.secondsToWait("ada")).isEqualTo(2);
    nanos.addAndGet(TimeUnit.MILLISECONDS.toNanos(1_500));
    assertThat(limit.secondsToWait("ada")).isZero();
  }

  @Test
  void one_sender_does_not_slow_another() {
    RateLimit<String> limit = new RateLimit<>(100, nanos::get);

    limit.charge("ada", 10_000);

    assertThat(limit.secondsToWait("bob")).isZero();
  }

  @Test
  void zero_is_no_limit() {
    RateLimit<String> limit = new RateLimit<>(0, nanos::get);

    limit.charge("ada", Integer.MAX_VALUE);

    assertThat(limit.secondsToWait("ada")).isZero();
  }

  @Test
  void a_million_senders_are_not_all_remembered() {
    RateLimit<Integer> limit = new RateLimit<>(100, nanos::get);

    for (int sender = 0; sender < 1_000_000; sender++) {
      limit.charge(sender, 1);
    }

    assertThat(limit.senders()).isLessThanOrEqualTo(50_000);
  }

  /** Whatever the batches: in the long run the rate and the burst pass, plus one batch of debt. */
  @Property(tries = 100)
  void what_passes_is_rate_times_time_and_the_burst(
      @ForAll long seed, @ForAll @IntRange(min = 1, max = 1_000) int perSecond) {
    Random random = new Random(seed);
    AtomicLong time = new AtomicLong();
    RateLimit<String> limit = new RateLimit<>(perSecond, time::get);
    double passed = 0;
    int largest = 0;
    for (int i = 0; i < 2_000; i++) {
      int batch = 1 + random.nextInt(2 * perSecond);
      largest = Math.max(largest, batch);
      if (limit.secondsToWait("ada") == 0) {
        limit.charge("ada", batch);
        passed += batch;
      }
      time.addAndGet(random.nextLong(TimeUnit.MILLISECONDS.toNanos(500)));
    }
    double allowed = perSecond * (time.get() / 1e9 + 5);
    assertThat(passed)
        .isBetween(allowed - 5.0 * perSecond - largest - perSecond, allowed + largest);
  }
}
