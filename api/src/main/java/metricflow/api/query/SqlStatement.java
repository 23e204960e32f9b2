package metricflow.api.query;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import metricflow.api.query.promotion.EventScan;

/**
 * One statement for Trino. What a client sent is in {@code values} only, never in {@code sql}.
 *
 * @param sql the text, with a {@code ?} for each value
 * @param values text, numbers and dates, in order
 */
public record SqlStatement(String sql, List<Object> values) {

  private static final DateTimeFormatter INSTANT =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss.SSS", Locale.ROOT);

  /** Checks that there is a value for each place; without values a {@code ?} may be anything. */
  public SqlStatement {
    values = List.copyOf(values);
    long places = sql.chars().filter(c -> c == '?').count();
    if (!values.isEmpty() && places != values.size()) {
      throw new IllegalArgumentException(
          "%d places for %d values".formatted(places, values.size()));
    }
  }

  /** The same as one text without places, for a person to run in Trino. */
  public String reproducible() {
    if (values.isEmpty()) {
      return sql;
    }
    StringBuilder text = new StringBuilder(sql.length() + values.size() * 16);
    int next = 0;
    for (int i = 0; i < sql.length(); i++) {
      char c = sql.charAt(i);
      if (c == '?') {
        text.append(literal(values.get(next++)));
      } else {
        text.append(c);
      }
    }
    return text.toString();
  }

  private static String literal(Object value) {
    return switch (value) {
      case Integer number -> number.toString();
      case Long number -> number.toString();
      case Double number -> "DOUBLE '" + number + "'";
      case LocalDate date -> "DATE '" + date + "'";
      // Trino knows no escape but the doubled quote.
      case String text -> "'" + text.replace("'", "''") + "'";
      default -> throw new IllegalArgumentException("no literal for " + value.getClass());
    };
  }

  /** Puts a statement together. Text comes from our code, values from anywhere. */
  public static final class Builder {
    private final StringBuilder sql = new StringBuilder();
    private final List<Object> values = new ArrayList<>();
    private final LakeScope scope;
    private EventScan scan = EventScan.PLAIN;

    /** Begins a statement that reads what {@code scope} says. */
    public Builder(LakeScope scope) {
      this.scope = scope;
    }

    LakeScope scope() {
      return scope;
    }

    /** From here on fields are those of rows that {@code events} reads. */
    public Builder reading(EventScan events) {
      scan = events;
      return this;
    }

    /** How the rows are read that fields are written of now. */
    public EventScan scan() {
      return scan;
    }

    /** Writes SQL of ours. */
    public Builder text(String ours) {
      sql.append(ours);
      return this;
    }

    /** Writes a place for {@code value}. */
    public Builder value(Object value) {
      sql.append('?');
      values.add(value);
      return this;
    }

    /** Writes an instant, to the millisecond, as Trino's literal. */
    public Builder instant(Instant instant) {
      return text("TIMESTAMP '" + INSTANT.format(instant.atZone(ZoneOffset.UTC)) + " UTC'");
    }

    /** Writes places for {@code several}, with commas between. */
    public Builder values(List<?> several) {
      for (int i = 0; i < several.size(); i++) {
        text(i == 0 ? "" : ", ").value(several.get(i));
      }
      return this;
    }

    /** The statement written so far. */
    public SqlStatement build() {
      return new SqlStatement(sql.toString(), values);
    }
  }
}
