package metricflow.api.query;

import java.util.List;
import java.util.stream.Stream;
import metricflow.api.query.filter.Filter;
import metricflow.funnel.FunnelRules;

/** Which steps an event fills, as SQL. */
final class StepSql {
  private StepSql() {}

  /** Writes the mask of an event, as {@link FunnelRules} has it. */
  static void mask(SqlStatement.Builder sql, Conversion conversion) {
    conversion.exclusions().forEach(exclusion -> sql.text("bitwise_or("));
    List<Conversion.Step> steps = conversion.steps();
    for (int step = 0; step < steps.size(); step++) {
      sql.text(step == 0 ? "IF(" : "\n    + IF(");
      anyOf(sql, steps.get(step).alternatives());
      sql.text(", %d, 0)".formatted(1 << step));
    }
    for (Conversion.Exclusion exclusion : conversion.exclusions()) {
      long bits = 0;
      for (int step = exclusion.after(); step < exclusion.before(); step++) {
        bits |= FunnelRules.exclusionAfter(step);
      }
      sql.text(",\n    IF(");
      exclusion.events().condition(sql);
      sql.text(", BIGINT '%d', 0))".formatted(bits));
    }
  }

  private static void anyOf(SqlStatement.Builder sql, List<EventSelector> alternatives) {
    for (int i = 0; i < alternatives.size(); i++) {
      sql.text(i == 0 ? "" : " OR ");
      alternatives.get(i).condition(sql);
    }
  }

  /** The events that fill steps or are excluded. */
  static List<EventSelector> selectors(Conversion conversion) {
    return Stream.concat(
            conversion.steps().stream().flatMap(step -> step.alternatives().stream()),
            conversion.exclusions().stream().map(Conversion.Exclusion::events))
        .toList();
  }

  /** Whether some event could fill two of the steps. */
  static boolean sharesEvents(List<Conversion.Step> steps) {
    for (int a = 0; a < steps.size(); a++) {
      for (int b = a + 1; b < steps.size(); b++) {
        if (shareEvents(steps.get(a), steps.get(b))) {
          return true;
        }
      }
    }
    return false;
  }

  private static boolean shareEvents(Conversion.Step a, Conversion.Step b) {
    return a.alternatives().stream()
        .anyMatch(one -> b.alternatives().stream().anyMatch(other -> !exclude(one, other)));
  }

  /** Whether certainly no event is selected by both: different names, or values of a field. */
  private static boolean exclude(EventSelector a, EventSelector b) {
    boolean otherNames =
        !a.events().isEmpty()
            && !b.events().isEmpty()
            && a.events().stream().noneMatch(b.events()::contains);
    return otherNames
        || texts(a.filter())
            .anyMatch(one -> texts(b.filter()).anyMatch(other -> exclude(one, other)));
  }

  private static boolean exclude(Filter.Is a, Filter.Is b) {
    return a.field().equals(b.field()) && a.texts().stream().noneMatch(b.texts()::contains);
  }

  /** The conditions that must hold and that name texts only. */
  private static Stream<Filter.Is> texts(Filter filter) {
    return switch (filter) {
      case Filter.Is is when is.numbers().isEmpty() -> Stream.of(is);
      case Filter.All all -> all.filters().stream().flatMap(StepSql::texts);
      default -> Stream.empty();
    };
  }
}
