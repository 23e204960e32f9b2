package metricflow.tests.oracle;

import java.util.Comparator;
import java.util.List;
import java.util.function.Function;
import metricflow.api.query.DayRange;
import metricflow.api.query.filter.Field;
import metricflow.api.query.filter.Filter;

/** Whether a person meets a condition, by all that they ever did. */
final class CohortOracle {
  private static final Comparator<WorldEvent> BY_SEQUENCE =
      Comparator.comparing(WorldEvent::time)
          .thenComparing(event -> event.sequence() == null ? -1 : event.sequence());

  /** The order in which a person's events follow each other. */
  static final Comparator<WorldEvent> ORDER = BY_SEQUENCE.thenComparing(WorldEvent::id);

  private CohortOracle() {}

  static boolean matches(World world, Filter.OfPerson condition, String person) {
    List<WorldEvent> events =
        world.events().stream()
            .filter(event -> world.person(event).equals(person))
            .sorted(ORDER)
            .toList();
    return switch (condition) {
      case Filter.Did did -> {
        long times =
            events.stream()
                .filter(event -> FilterOracle.matches(world, did.events(), event))
                .filter(event -> on(did.days(), event))
                .count();
        yield did.least() <= times && times <= did.most();
      }
      case Filter.FirstDid first ->
          events.stream()
              .filter(event -> FilterOracle.matches(world, first.events(), event))
              .findFirst()
              .filter(event -> on(first.days(), event))
              .isPresent();
      case Filter.Has has ->
          FilterOracle.matches(
              has.filter(),
              field -> latest(events, field),
              nested -> {
                throw new AssertionError("not in 'has': " + nested);
              });
    };
  }

  /** The last value of a field that events have. */
  static String latest(List<WorldEvent> events, Field field) {
    return latest(events, event -> event.value(field));
  }

  /** The last value that events have; of those of one instant and sequence the greatest. */
  static String latest(List<WorldEvent> events, Function<WorldEvent, String> value) {
    return events.stream()
        .filter(event -> value.apply(event) != null)
        .max(BY_SEQUENCE.thenComparing(value, TrendsOracle::compareUtf8))
        .map(value)
        .orElse(null);
  }

  /** Whether the event lies on one of these UTC days. */
  static boolean on(DayRange days, WorldEvent event) {
    return (days.first() == null || !World.utcDay(event).isBefore(days.first()))
        && (days.last() == null || !World.utcDay(event).isAfter(days.last()));
  }
}
