package metricflow.tests.bench;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Stream;
import metricflow.tests.exactlyonce.ExactlyOnceRun;
import metricflow.tests.exactlyonce.Report;
import metricflow.tests.exactlyonce.Settings;
import metricflow.tests.instance.Instance;

/** The exactly-once oracle at length: exits with 1 on any difference. */
public final class ExactlyOnceBench {
  private ExactlyOnceBench() {}

  /**
   * {@code --kills N} at random moments, {@code --micro-batches N,N,..} after a start in each of
   * which each crash point is met, {@code --rate N} events a second, {@code --projects N}, {@code
   * --also kafka,redis,api} to kill once each, {@code --resend N} percent of batches sent twice,
   * {@code --seed N}. Beyond about 400,000 events a project, a live funnel reaches the cap on its
   * persons, and differs by what {@code $other} counts.
   */
  public static void main(String[] arguments) throws Exception {
    Map<String, String> given = new LinkedHashMap<>();
    for (int i = 0; i + 1 < arguments.length; i += 2) {
      given.put(arguments[i], arguments[i + 1]);
    }
    Settings settings =
        new Settings(
            given.containsKey("--seed")
                ? Long.parseLong(given.get("--seed"))
                : ThreadLocalRandom.current().nextLong(1_000_000),
            Integer.parseInt(given.getOrDefault("--projects", "3")),
            Integer.parseInt(given.getOrDefault("--rate", "900")),
            Integer.parseInt(given.getOrDefault("--kills", "50")),
            list(given.getOrDefault("--micro-batches", "1,2")).map(Integer::valueOf).toList(),
            list(given.getOrDefault("--also", "")).toList(),
            Integer.parseInt(given.getOrDefault("--resend", "0")) / 100.0);
    Report report = new ExactlyOnceRun(Instance.fromEnvironment(), System.getenv(), settings).run();
    System.out.println(report.table());
    System.exit(report.passed() ? 0 : 1);
  }

  private static Stream<String> list(String words) {
    return Stream.of(words.split(",", -1)).filter(word -> !word.isEmpty());
  }
}
