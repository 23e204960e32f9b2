package metricflow.api.query;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import metricflow.api.query.filter.Field;

/** What is counted of the events of a {@link Series}. */
public sealed interface Measure {

  /** Number of events; an event delivered twice is one. */
  record Count() implements Measure {}

  /** Number of distinct persons. */
  record Uniques() implements Measure {}

  /** Events for each person who has any; none when nobody has. */
  record PerUser() implements Measure {}

  /** Sum of a number; 0 when there are none. */
  record Sum(Field field) implements Measure {}

  /** Mean of a number; none when there are none. */
  record Average(Field field) implements Measure {}

  /** Smallest number. */
  record Least(Field field) implements Measure {}

  /** Largest number. */
  record Greatest(Field field) implements Measure {}

  /**
   * The number at rank {@code ceil(percentile / 100 * n)} of n, at least the first: exact.
   *
   * @param percentile above 0, at most 100
   */
  record Percentile(Field field, double percentile) implements Measure {}

  /** The measures, by their names in JSON. */
  enum Name {
    COUNT,
    UNIQUES,
    PER_USER,
    SUM,
    AVG,
    MIN,
    MAX,
    PERCENTILE;

    String json() {
      return name().toLowerCase(Locale.ROOT);
    }

    static List<String> all() {
      return Stream.of(values()).map(Name::json).toList();
    }
  }

  /** The field whose numbers it looks at, if any. */
  default Optional<Field> number() {
    return switch (this) {
      case Count() -> Optional.empty();
      case Uniques() -> Optional.empty();
      case PerUser() -> Optional.empty();
      case Sum(Field field) -> Optional.of(field);
      case Average(Field field) -> Optional.of(field);
      case Least(Field field) -> Optional.of(field);
      case Greatest(Field field) -> Optional.of(field);
      case Percentile(Field field, double _) -> Optional.of(field);
    };
  }

  /** Whether it needs to know the person of each event. */
  default boolean countsPersons() {
    return this instanceof Uniques || this instanceof PerUser;
  }

  /** Whether an event stored twice would change it. */
  default boolean countsEvents() {
    return switch (this) {
      case Uniques(), Least(var _), Greatest(var _) -> false;
      case Count(), PerUser(), Sum(var _), Average(var _), Percentile(var _, var _) -> true;
    };
  }
}
