package metricflow.api.query;

import java.util.List;
import metricflow.api.query.filter.Field;
import metricflow.api.query.filter.FieldSql;
import metricflow.event.Event;

/**
 * The latest value of each field in a group of events, as SQL: by event time, then the client's
 * sequence; of several the greatest. Events without a value are passed over.
 */
final class LatestSql {
  /** The column {@code sequence} that {@link #latest} needs. */
  static final String SEQUENCE = "coalesce(sequence, %d) AS sequence".formatted(Event.NO_SEQUENCE);

  /** What the events {@code e} are ordered by where each has its place. */
  static final String ORDER = order("e.event_id");

  private LatestSql() {}

  /** Writes the columns {@code value_i}, each after a comma, of rows of the events table. */
  static void values(SqlStatement.Builder sql, List<Field> fields) {
    for (int i = 0; i < fields.size(); i++) {
      sql.text(", ");
      FieldSql.text(sql, fields.get(i));
      sql.text(" AS value_" + i);
    }
  }

  /** Writes the latest of those columns of {@code e}, under the same names, each after a comma. */
  static void latest(SqlStatement.Builder sql, List<Field> fields) {
    for (int i = 0; i < fields.size(); i++) {
      sql.text(",\n    ").text(latest("value_" + i)).text(" AS value_" + i);
    }
  }

  /** The latest value of a column of {@code e}. */
  static String latest(String column) {
    return "max_by(e.%1$s, %2$s) FILTER (WHERE e.%1$s IS NOT NULL)"
        .formatted(column, order("e." + column));
  }

  /** What events {@code e} with a value are ordered by, the latest value last. */
  static String order(String value) {
    return "ROW(e.event_time, e.sequence, %s)".formatted(value);
  }
}
