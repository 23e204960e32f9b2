package metricflow.api.query;

import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import metricflow.problem.ProblemException;
import metricflow.problem.ProblemType;

/** Says how a question that took too much can be made smaller. */
final class Narrowing {
  private static final Set<ProblemType> TOO_MUCH =
      EnumSet.of(ProblemType.QUERY_TIMEOUT, ProblemType.QUERY_TOO_LARGE);

  private Narrowing() {}

  /** The problem, with advice when it is one of size. */
  static ProblemException advise(ProblemException problem, Query query) {
    ProblemType type = problem.problem().type();
    List<String> parts = parts(query);
    if (!TOO_MUCH.contains(type) || parts.isEmpty()) {
      return problem;
    }
    String detail =
        "%s The question has %s: ask for less of these."
            .formatted(problem.problem().detail(), String.join(", ", parts));
    return new ProblemException(type, detail, problem);
  }

  private static List<String> parts(Query query) {
    return switch (query) {
      case Trends trends -> {
        List<String> parts = new ArrayList<>(parts(trends.what()));
        if (trends.compare()) {
          parts.add("as many days before to compare with");
        }
        if (trends.window() > 1) {
          parts.add("%d intervals in each point".formatted(trends.window()));
        }
        yield parts;
      }
      case Segmentation numbers -> {
        List<String> parts = days(numbers.period().from(), numbers.period().to());
        add(parts, numbers.series().size(), "series");
        add(parts, numbers.breakdown().size(), "fields of a breakdown");
        yield parts;
      }
      case DailyActiveUsers users -> days(users.from(), users.to());
      case Retention retention -> {
        List<String> parts = days(retention.period().from(), retention.period().to());
        if (retention.firstTime()) {
          parts.add("all days before, because of first_time");
        }
        yield parts;
      }
      case Stickiness stickiness -> days(stickiness.period().from(), stickiness.period().to());
      case Lifecycle lifecycle -> {
        List<String> parts = days(lifecycle.period().from(), lifecycle.period().to());
        parts.add("all days before");
        yield parts;
      }
      default -> List.of();
    };
  }

  private static List<String> days(LocalDate from, LocalDate to) {
    List<String> parts = new ArrayList<>();
    add(parts, ChronoUnit.DAYS.between(from, to) + 1, "days");
    return parts;
  }

  private static void add(List<String> parts, long count, String what) {
    if (count > 1) {
      parts.add(count + " " + what);
    }
  }
}
