package metricflow.tests.bench;

import io.trino.jdbc.QueryStats;
import io.trino.jdbc.TrinoResultSet;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Properties;

/** Queries with what Trino itself says they took. */
final class TimedQueries implements AutoCloseable {
  private final Connection connection;

  /**
   * What one query took.
   *
   * @param planning milliseconds of analysis and planning
   * @param total milliseconds until the last row
   * @param value first column of the first row
   */
  record Taken(long planning, long total, Object value) {}

  TimedQueries(String trino) throws SQLException {
    Properties properties = new Properties();
    properties.setProperty("user", "metricflow-bench");
    connection = DriverManager.getConnection("jdbc:trino://" + trino + "/lake", properties);
  }

  Taken ask(String sql) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      Object value = null;
      for (boolean first = true; rows.next(); first = false) {
        value = first ? rows.getObject(1) : value;
      }
      QueryStats took = rows.unwrap(TrinoResultSet.class).getStats();
      return new Taken(
          took.getAnalysisTimeMillis() + took.getPlanningTimeMillis(),
          took.getElapsedTimeMillis(),
          value);
    }
  }

  @Override
  public void close() throws SQLException {
    connection.close();
  }
}
