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
  private final Map<String, Map<String, Integer>> sourcesByKind = new TreeMap<>();
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

  /**
   * A question that was asked.
   *
   * @param source where the answer was read from; {@code none} without an answer
   * @param differences the question with both answers, unless they are the same
   */
  record Asked(String source, List<String> differences) {}

  /** Takes note of an answer; says how far it is now and then. */
  void add(String kind, Asked answer, int toldEvery) {
    List<String> found = answer.differences();
    asked++;
    sourcesByKind
        .computeIfAbsent(kind, any -> new TreeMap<>())
        .merge(answer.source(), 1, Integer::sum);
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

  /** How many questions of {@code kind} were asked, and how many of them not of events alone. */
  int asked(String kind) {
    return askedByKind.getOrDefault(kind, 0);
  }

  int askedOfRollups(String kind) {
    return asked(kind) - sourcesByKind.getOrDefault(kind, Map.of()).getOrDefault("raw", 0);
  }

  /** One line for each kind. */
  String summary() {
    StringBuilder text =
        new StringBuilder("oracle: kind, questions, answers that differ, sources\n");
    askedByKind.forEach((kind, count) ->
        text.append(
            "oracle: %-20s %6d %6d  %s%n"
                .formatted(kind, count, differByKind.get(kind), sourcesByKind.get(kind))));
    return text.toString();
  }
}
