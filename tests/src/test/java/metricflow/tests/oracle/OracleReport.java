package metricflow.tests.oracle;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What has been asked so far, and which answers differ. */
final class OracleReport {
  private final int worlds;
  private final Instant start = Instant.now();
  private final Map<String, Integer> askedByKind = new TreeMap<>();
  private final Map<String, Integer> differByKind = new TreeMap<>();
  private final List<String> differences = new ArrayList<>();
  private int asked;

  /**
   * A report of nothing yet.
   *
   * @param worlds how many will be asked about
   */
  OracleReport(int worlds) {
    this.worlds = worlds;
  }

  /** Takes note of an answer; says how far it is now and then. */
  void add(String kind, List<String> found, int toldEvery) {
    asked++;
    askedByKind.merge(kind, 1, Integer::sum);
    differByKind.merge(kind, found.size(), Integer::sum);
    differences.addAll(found);
    if (asked % toldEvery == 0 || asked == worlds) {
      System.out.printf(
          "oracle: %d of %d worlds after %d s, %d answers differ%n",
          asked, worlds, Duration.between(start, Instant.now()).toSeconds(), differences.size());
    }
  }

  /** The questions with both answers. */
  List<String> differences() {
    return differences;
  }

  /** One line for each kind. */
  String summary() {
    StringBuilder text = new StringBuilder("oracle: kind, questions, answers that differ\n");
    askedByKind.forEach((kind, count) ->
        text.append("oracle: %-20s %6d %6d%n".formatted(kind, count, differByKind.get(kind))));
    return text.toString();
  }
}
