package metricflow.trino;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashSet;
import java.util.Properties;
import java.util.Set;

/** A connection to Trino as its administrator. */
final class TrinoSession implements AutoCloseable {
  private static final String ADMINISTRATOR = "metricflow-admin";

  private final Connection connection;

  private TrinoSession(Connection connection) {
    this.connection = connection;
  }

  /** Connects to the server at {@code address}, host:port. */
  static TrinoSession open(String address) throws SQLException {
    Properties properties = new Properties();
    properties.setProperty("user", ADMINISTRATOR);
    properties.setProperty("source", "metricflow-catalog");
    return new TrinoSession(DriverManager.getConnection("jdbc:trino://" + address, properties));
  }

  void execute(String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  /** The texts in the first column of the answer. */
  Set<String> texts(String query) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(query)) {
      Set<String> texts = new HashSet<>();
      while (rows.next()) {
        texts.add(rows.getString(1));
      }
      return texts;
    }
  }

  @Override
  public void close() throws SQLException {
    connection.close();
  }
}
