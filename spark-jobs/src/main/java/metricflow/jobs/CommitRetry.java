package metricflow.jobs;

import java.util.ConcurrentModificationException;
import java.util.function.Supplier;

/** Work that ends in a commit, begun again when another writer's commit came first. */
public final class CommitRetry {
  private static final int ATTEMPTS = 5;

  private CommitRetry() {}

  /**
   * Does the work, five times at most.
   *
   * @param what the work, for people, like {@code rewriting 2026-11-24}
   * @param work reads the tables anew each time, and changes nothing when it is refused
   * @throws JobFailedException when another writer was faster each time
   */
  public static <T> T run(Progress progress, String what, Supplier<T> work) {
    for (int attempt = 1; ; attempt++) {
      try {
        return work.get();
      } catch (ConcurrentModificationException another) {
        if (attempt == ATTEMPTS) {
          throw new JobFailedException(
              "Another job changed the same files %d times while %s. Run one of them at a time."
                  .formatted(ATTEMPTS, what),
              another);
        }
        progress.say("another job changed files meanwhile; " + what + " again");
      }
    }
  }
}
