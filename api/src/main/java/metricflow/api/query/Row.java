package metricflow.api.query;

import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/**
 * One row of a result.
 *
 * @param values by column from 0: text, numbers, flags, {@link LocalDate}, {@link Instant}, null
 */
public record Row(List<Object> values) {

  /** Keeps its own copy, which may hold nulls. */
  public Row {
    values = Collections.unmodifiableList(Arrays.asList(values.toArray()));
  }

  /** A row of these values. */
  public static Row of(Object... values) {
    return new Row(Arrays.asList(values));
  }

  /** A text, or null. */
  public String text(int column) {
    return (String) values.get(column);
  }

  /** A whole number, which is there. */
  public long number(int column) {
    return ((Number) values.get(column)).longValue();
  }

  /** Whether the last column counts something for which the rollups are not to be trusted. */
  boolean isDoubtful() {
    return number(values.size() - 1) > 0;
  }

  /** Whether there is a value. */
  boolean has(int column) {
    return values.get(column) != null;
  }

  /** A number as it is, or null. */
  Number numeric(int column) {
    return (Number) values.get(column);
  }

  LocalDate date(int column) {
    return (LocalDate) values.get(column);
  }

  Instant instant(int column) {
    return (Instant) values.get(column);
  }
}
