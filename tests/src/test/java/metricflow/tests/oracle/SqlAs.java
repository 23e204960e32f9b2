package metricflow.tests.oracle;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;

/** SQL over JDBC as one user of Trino. */
record SqlAs(String url, Properties properties) {

  /** Over plain HTTP, where the user's name is all there is. */
  static SqlAs user(String address, String user) {
    Properties properties = new Properties();
    properties.setProperty("user", user);
    return new SqlAs("jdbc:trino://" + address + "/lake/analytics", properties);
  }

  /** Over TLS, with a password; whose certificate it is does not matter here. */
  static SqlAs user(String address, String user, String password) {
    Properties properties = new Properties();
    properties.setProperty("user", user);
    properties.setProperty("password", password);
    properties.setProperty("SSL", "true");
    properties.setProperty("SSLVerification", "NONE");
    return new SqlAs("jdbc:trino://" + address + "/lake/analytics", properties);
  }

  /** The first column of the answer, as text. */
  List<String> texts(String sql) throws SQLException {
    try (Connection connection = DriverManager.getConnection(url, properties);
        Statement statement = connection.createStatement()) {
      List<String> texts = new ArrayList<>();
      if (statement.execute(sql)) {
        ResultSet rows = statement.getResultSet();
        while (rows.next()) {
          texts.add(rows.getString(1));
        }
      }
      return texts;
    }
  }

  /** The single number of the answer. */
  long number(String sql) throws SQLException {
    return Long.parseLong(texts(sql).getFirst());
  }
}
