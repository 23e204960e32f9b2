package metricflow.api.query.filter;

import java.time.LocalDate;
import java.util.List;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import metricflow.api.query.DayRange;
import metricflow.api.query.EventSelector;

/**
 * A condition on one event, or on the person behind it. An event without a value for a field meets
 * no condition but {@code unset}.
 */
public sealed interface Filter {
  /** Every event. */
  Filter ANY = new All(List.of());

  /** The same about other fields; conditions on persons stay as they are. */
  default Filter withFields(UnaryOperator<Field> other) {
    return switch (this) {
      case All all -> new All(all.filters.stream().map(one -> one.withFields(other)).toList());
      case Any any -> new Any(any.filters.stream().map(one -> one.withFields(other)).toList());
      case Not not -> new Not(not.filter.withFields(other));
      case Is is -> new Is(other.apply(is.field), is.texts, is.numbers);
      case Contains contains -> new Contains(other.apply(contains.field), contains.text);
      case Matches matches -> new Matches(other.apply(matches.field), matches.pattern);
      case IsSet set -> new IsSet(other.apply(set.field));
      case Compares one -> new Compares(other.apply(one.field), one.comparison, one.number);
      case Since since -> new Since(other.apply(since.field), since.day);
      case Before before -> new Before(other.apply(before.field), before.day);
      case OfPerson person -> person;
    };
  }

  /** What must all hold. */
  default List<Filter> parts() {
    return this instanceof All all
        ? all.filters.stream().flatMap(one -> one.parts().stream()).toList()
        : List.of(this);
  }

  /** Whether it looks at nothing but fields of the event that are {@code known}. */
  default boolean needsOnly(Predicate<Field> known) {
    return switch (this) {
      case All all -> all.filters.stream().allMatch(one -> one.needsOnly(known));
      case Any any -> any.filters.stream().allMatch(one -> one.needsOnly(known));
      case Not not -> not.filter.needsOnly(known);
      case Is is -> known.test(is.field);
      case Contains contains -> known.test(contains.field);
      case Matches matches -> known.test(matches.field);
      case IsSet set -> known.test(set.field);
      case Compares compares -> known.test(compares.field);
      case Since since -> known.test(since.field);
      case Before before -> known.test(before.field);
      case OfPerson person -> false;
    };
  }

  /**
   * Whether it may hold where no field has a value; that it may is said of all that looks at more
   * than fields.
   */
  default boolean mayHoldWithoutValues() {
    return !needsOnly(field -> true) || holdsWithoutValues();
  }

  private boolean holdsWithoutValues() {
    return switch (this) {
      case All all -> all.filters.stream().allMatch(Filter::holdsWithoutValues);
      case Any any -> any.filters.stream().anyMatch(Filter::holdsWithoutValues);
      case Not not -> !not.filter.holdsWithoutValues();
      default -> false;
    };
  }

  /** All of them hold; so it is when there are none. */
  record All(List<Filter> filters) implements Filter {
    /** Keeps its own copy. */
    public All {
      filters = List.copyOf(filters);
    }
  }

  /** At least one of them holds. */
  record Any(List<Filter> filters) implements Filter {
    /** Keeps its own copy. */
    public Any {
      filters = List.copyOf(filters);
    }
  }

  /** It does not hold. */
  record Not(Filter filter) implements Filter {}

  /** The value is one of these texts, or is a number equal to one of these. */
  record Is(Field field, List<String> texts, List<Double> numbers) implements Filter {
    /** Keeps its own copies. */
    public Is {
      texts = List.copyOf(texts);
      numbers = List.copyOf(numbers);
    }
  }

  /** The value contains this text, in the same case. */
  record Contains(Field field, String text) implements Filter {}

  /** Some part of the value matches this RE2 pattern. */
  record Matches(Field field, String pattern) implements Filter {}

  /** There is a value. */
  record IsSet(Field field) implements Filter {}

  /** The value is a finite number that compares so. */
  record Compares(Field field, Comparison comparison, double number) implements Filter {}

  /** How a number compares. */
  enum Comparison {
    GREATER_THAN,
    AT_LEAST,
    LESS_THAN,
    AT_MOST
  }

  /** The value starts with a date {@code yyyy-mm-dd}, which is this day or later. */
  record Since(Field field, LocalDate day) implements Filter {}

  /** The value starts with a date {@code yyyy-mm-dd}, which is earlier than this day. */
  record Before(Field field, LocalDate day) implements Filter {}

  /** A condition on the person behind the event, whatever the event is. */
  sealed interface OfPerson extends Filter permits Did, FirstDid, Has {}

  /**
   * The person did these events often enough on some days.
   *
   * @param days UTC days
   * @param least at least so many events, 1 or more
   * @param most at most so many
   */
  record Did(EventSelector events, DayRange days, long least, long most) implements OfPerson {
    /** Whether any one event is enough. */
    public boolean isOnce() {
      return least == 1 && most == Long.MAX_VALUE;
    }
  }

  /** The first of these events that the person ever did lies on one of some UTC days. */
  record FirstDid(EventSelector events, DayRange days) implements OfPerson {}

  /**
   * The latest values of the person meet a condition.
   *
   * @param filter about events; the value of a field is the latest one that the person has had
   */
  record Has(Filter filter) implements OfPerson {}
}
