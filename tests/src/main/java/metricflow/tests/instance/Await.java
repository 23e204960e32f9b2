package metricflow.tests.instance;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.function.Supplier;

/** Asks again until the answer is the one hoped for, up to a deadline. */
public record Await(Duration limit, String hope) {
  private static final long PAUSE_MILLIS = 150;

  /** {@code hope} completes "waited N s for ...". */
  public static Await upTo(Duration limit, String hope) {
    return new Await(limit, hope);
  }

  /**
   * The first answer that {@code good} accepts.
   *
   * @throws AssertionError with the last answer, when the limit is over
   */
  public <T> T until(Supplier<T> ask, Predicate<T> good) {
    long deadline = System.nanoTime() + limit.toNanos();
    while (true) {
      T answer = ask.get();
      if (good.test(answer)) {
        return answer;
      }
      if (System.nanoTime() > deadline) {
        throw new AssertionError(
            "waited %d s for %s; the last answer was %s"
                .formatted(limit.toSeconds(), hope, answer));
      }
      pause();
    }
  }

  private static void pause() {
    try {
      TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while waiting", stopped);
    }
  }
}
