package metricflow.api.trino;

import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.sql.Types;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import metricflow.api.query.Row;
import metricflow.api.query.RowSink;

/** Trino's result sets as our rows. */
final class TrinoRows {
  private TrinoRows() {}

  /** Passes all rows on, as they come. */
  static void pass(ResultSet result, RowSink sink) throws SQLException {
    ResultSetMetaData columns = result.getMetaData();
    sink.columns(columns(columns));
    while (result.next()) {
      List<Object> values = new ArrayList<>(columns.getColumnCount());
      for (int column = 1; column <= columns.getColumnCount(); column++) {
        values.add(value(result, column, columns.getColumnType(column)));
      }
      sink.row(new Row(values));
    }
  }

  private static List<RowSink.Column> columns(ResultSetMetaData columns) throws SQLException {
    List<RowSink.Column> all = new ArrayList<>();
    for (int column = 1; column <= columns.getColumnCount(); column++) {
      all.add(
          new RowSink.Column(columns.getColumnLabel(column), columns.getColumnTypeName(column)));
    }
    return all;
  }

  private static Object value(ResultSet result, int column, int type) throws SQLException {
    return switch (type) {
      case Types.DATE -> result.getObject(column, LocalDate.class);
      case Types.TIMESTAMP_WITH_TIMEZONE -> {
        Timestamp time = result.getTimestamp(column);
        yield time == null ? null : time.toInstant();
      }
      default -> result.getObject(column);
    };
  }
}
