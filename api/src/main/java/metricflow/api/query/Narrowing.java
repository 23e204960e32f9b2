package metricflow.api.query;

import java.time.Duration;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
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
    if (!TOO_MUCH.contains(type)) {
      return problem;
    }
    return advice(query)
        .map(advice ->
            new ProblemException(type, problem.problem().detail() + " " + advice, problem))
        .orElse(problem);
  }

  private static Optional<String> advice(Query query) {
    if (query instanceof Sql sql) {
      return advice(sql);
    }
    List<String> parts = parts(query);
    return parts.isEmpty()
        ? Optional.empty()
        : Optional.of(
            "The question has %s: ask for less of these.".formatted(String.join(", ", parts)));
  }

  private static Optional<String> advice(Sql sql) {
    SortedSet<String> views = sql.sql().views();
    if (views.isEmpty()) {
      return Optional.empty();
    }
    boolean byDay = !views.equals(new TreeSet<>(List.of("persons")));
    return Optional.of(
        "The query reads %s: %sname the columns it needs, and join less."
            .formatted(
                String.join(", ", views),
                byDay ? "bound event_date, so that other days are not read, " : ""));
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
        List<String> parts = days(numbers.period());
        add(parts, numbers.series().size(), "series");
        add(parts, numbers.breakdown().size(), "fields of a breakdown");
        yield parts;
      }
      case DailyActiveUsers users -> days(users.from(), users.to());
      case Retention retention -> {
        List<String> parts = days(retention.period());
        if (retention.firstTime()) {
          parts.add("all days before, because of first_time");
        }
        yield parts;
      }
      case Stickiness stickiness -> days(stickiness.period());
      case Lifecycle lifecycle -> {
        List<String> parts = days(lifecycle.period());
        parts.add("all days before");
        yield parts;
      }
      case Funnel funnel -> {
        List<String> parts = parts(funnel.conversion());
        add(parts, funnel.breakdown().size(), "fields of a breakdown");
        yield parts;
      }
      case FunnelPersons persons -> parts(persons.conversion());
      case Paths paths -> {
        List<String> parts = days(paths.period());
        add(parts, paths.depth(), "edges of each way");
        yield parts;
      }
      case Persons persons -> {
        List<String> parts = days(persons.period());
        if (persons.events().events().isEmpty()) {
          parts.add("every event");
        }
        add(parts, persons.fields().size(), "fields");
        yield parts;
      }
      case Person person -> {
        DayRange days = person.days();
        yield days.first() == null || days.last() == null
            ? List.of("no bound to its days")
            : days(days.first(), days.last());
      }
      case Sql _ -> List.of();
    };
  }

  private static List<String> parts(Conversion conversion) {
    List<String> parts = days(conversion.period());
    int steps = conversion.steps().size();
    add(parts, steps, "steps");
    int alternatives =
        conversion.steps().stream().mapToInt(step -> step.alternatives().size()).sum();
    if (alternatives > steps) {
      add(parts, alternatives, "alternatives in them");
    }
    add(parts, conversion.exclusions().size(), "exclusions");
    long days = Duration.ofSeconds(conversion.windowSeconds()).toDays();
    add(parts, days, "days of conversion window");
    return parts;
  }

  private static List<String> days(Period period) {
    return days(period.from(), period.to());
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
