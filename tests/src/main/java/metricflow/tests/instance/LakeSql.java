package metricflow.tests.instance;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;

/** SQL on the lake, as an analyst asks it: Trino over JDBC. */
public final class LakeSql implements AutoCloseable {
  private final Connection connection;

  public LakeSql(Instance instance) throws SQLException {
    Properties properties = new Properties();
    properties.setProperty("user", "metricflow-tests");
    connection =
        DriverManager.getConnection(
            "jdbc:trino://" + instance.trino() + "/lake/analytics", properties);
  }

  /** The single number a query gives. */
  public long number(String sql, Object... parameters) {
    return ((Number) rows(sql, parameters).getFirst().getFirst()).longValue();
  }

  /** The first column as text. */
  public List<String> texts(String sql, Object... parameters) {
    return rows(sql, parameters).stream().map(row -> String.valueOf(row.getFirst())).toList();
  }

  /** All rows; SQL NULL is null. */
  public List<List<Object>> rows(String sql, Object... parameters) {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      for (int i = 0; i < parameters.length; i++) {
        statement.setObject(i + 1, parameters[i]);
      }
      try (ResultSet result = statement.executeQuery()) {
        return read(result);
      }
    } catch (SQLException failed) {
      throw new IllegalStateException(failed.getMessage() + "\n" + sql, failed);
    }
  }

  private static List<List<Object>> read(ResultSet result) throws SQLException {
    int columns = result.getMetaData().getColumnCount();
    List<List<Object>> rows = new ArrayList<>();
    while (result.next()) {
      List<Object> row = new ArrayList<>(columns);
      for (int i = 1; i <= columns; i++) {
        row.add(result.getObject(i));
      }
      rows.add(row);
    }
    return rows;
  }

  @Override
  public void close() throws SQLException {
    connection.close();
  }
}
