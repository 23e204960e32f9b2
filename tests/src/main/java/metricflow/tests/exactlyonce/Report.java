package metricflow.tests.exactlyonce;

import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;

/**
 * What a run found.
 *
 * @param acknowledged events acknowledged, rejected ones included
 * @param repeated events sent more than once
 * @param deaths of the streaming job
 * @param restarts from each launch to the end of its first micro-batch, where it got so far
 * @param checks all comparisons
 */
public record Report(
    long acknowledged, long repeated, int deaths, List<Duration> restarts, List<Check> checks) {
  private static final int EXAMPLES = 5;

  /** Whether nothing at all differs. */
  public boolean passed() {
    return checks.stream().allMatch(Check::passed);
  }

  /** The mean of {@link #restarts}. */
  public Duration meanRestart() {
    return restarts.stream().reduce(Duration.ZERO, Duration::plus).dividedBy(restarts.size());
  }

  /** A line for each comparison, with examples of what differs. */
  public String table() {
    return checks.stream().map(Report::line).collect(Collectors.joining("\n"))
        + "\n%,d events acknowledged, %,d sent more than once, %d deaths, %.1f s a restart: %s"
            .formatted(
                acknowledged,
                repeated,
                deaths,
                meanRestart().toMillis() / 1000.0,
                passed() ? "exactly once" : "NOT exactly once");
  }

  private static String line(Check check) {
    return "project %-3d %-32s %,12d compared   %s"
        .formatted(
            check.project(),
            check.what(),
            check.compared(),
            check.passed()
                ? "equal"
                : check.differences().stream()
                    .limit(EXAMPLES)
                    .collect(
                        Collectors.joining(
                            "; ", "%,d DIFFER: ".formatted(check.differences().size()), "")));
  }
}
