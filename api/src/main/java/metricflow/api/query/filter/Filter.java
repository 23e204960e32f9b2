package metricflow.api.query.filter;

import java.time.LocalDate;
import java.util.List;

/**
 * A condition on one event. An event without a value for a field meets no condition but {@code
 * unset}.
 */
public sealed interface Filter {
  /** Every event. */
  Filter ANY = new All(List.of());

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
}
