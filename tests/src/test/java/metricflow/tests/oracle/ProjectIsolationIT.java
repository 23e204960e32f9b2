package metricflow.tests.oracle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.stream.Stream;
import metricflow.table.Table;
import metricflow.table.Tables;
import metricflow.view.View;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The user project_1 of Trino, in a lake in which the rows of two projects lie in the same files.
 */
class ProjectIsolationIT {
  private static final String PASSWORD = "correct horse";

  /** What only the rows of project 2 have. */
  private static final String SECRET = "/2/secret";

  @TempDir static Path folder;

  private static Passwords passwords;
  private static OracleTrino trino;
  private static SqlAs admin;
  private static SqlAs analyst;
  private static SqlAs project;

  @BeforeAll
  static void start() throws Exception {
    passwords = Passwords.of(folder, "project_1", PASSWORD);
    trino = OracleTrino.start(folder, passwords.configuration());
    admin = SqlAs.user(trino.address(), "metricflow-admin");
    analyst = SqlAs.user(trino.address(), "analyst");
    project = SqlAs.user(trino.address(), "project_1");
    try (OracleLake lake = new OracleLake(trino.address())) {
      lake.create();
      lake.load(List.of(new Worlds(1).world(1), new Worlds(3).world(2)));
      lake.createOthers();
    }
    admin.texts("CREATE SCHEMA lake_admin.analytics");
    for (View view : View.all()) {
      admin.texts(view.createSql("lake_admin.analytics", "lake.tables"));
    }
  }

  @AfterAll
  static void stop() throws InterruptedException {
    trino.close();
  }

  static Stream<String> everything() {
    return Stream.of(
            Tables.all().stream()
                .filter(table -> !table.equals(Tables.ROLLUP_DAYS))
                .map(Table::name)
                .map(name -> "lake.tables." + name),
            View.all().stream().map(view -> "lake.analytics." + view.name()),
            Stream.of(
                "lake.tables.events FOR VERSION AS OF 0",
                "(SELECT * FROM lake.tables.events UNION ALL SELECT * FROM lake.tables.events)",
                "(SELECT max(project_id) OVER () AS project_id FROM lake.analytics.events)"))
        .flatMap(names -> names);
  }

  @ParameterizedTest
  @MethodSource("everything")
  void sees_its_own_rows_and_no_other(String rows) throws SQLException {
    long own =
        admin.number(
            "SELECT count(*) FROM (SELECT * FROM %s) WHERE project_id = 1".formatted(rows));
    assertThat(project.number("SELECT count(*) FROM " + rows))
        .isEqualTo(rows.contains("OVER") ? project.number("SELECT count(*) FROM events") : own);
    assertThat(project.texts("SELECT DISTINCT project_id FROM " + rows)).isSubsetOf("1");
    assertThat(project.number("SELECT count(*) FROM %s WHERE project_id = 2".formatted(rows)))
        .isZero();
  }

  @Test
  void there_are_rows_of_both_projects_to_be_seen() throws SQLException {
    for (String rows : List.of("events", "daily_metrics")) {
      assertThat(analyst.texts("SELECT DISTINCT project_id FROM %s ORDER BY 1".formatted(rows)))
          .as(rows)
          .containsExactly("1", "2");
      assertThat(project.texts("SELECT DISTINCT project_id FROM " + rows)).containsExactly("1");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT * FROM lake.tables.rollup_days",
        "SELECT * FROM lake.tables.\"events$history\"",
        "SELECT * FROM lake.tables.\"events$transactions\"",
        "SELECT * FROM lake.tables.\"events$partitions\"",
        "SELECT * FROM lake.tables.\"events$properties\"",
        "SELECT * FROM lake_admin.tables.events",
        "SELECT * FROM lake_admin.information_schema.tables",
        "SELECT * FROM system.runtime.queries",
        "SELECT * FROM system.runtime.tasks",
        "SELECT * FROM system.runtime.nodes",
        "SELECT * FROM system.metadata.table_comments",
        "SELECT * FROM TABLE(lake.system.table_changes(schema_name => 'tables', table_name =>"
            + " 'events', since_version => 0))",
        "SET SESSION AUTHORIZATION project_2",
        "SHOW CREATE TABLE lake.tables.events",
        "SHOW CREATE VIEW lake.analytics.events",
        "CREATE VIEW lake.analytics.mine AS SELECT 1 AS one",
        "CREATE TABLE lake.tables.mine AS SELECT * FROM lake.tables.events",
        "DELETE FROM lake.tables.events",
        "CALL lake.system.unregister_table('tables', 'events')",
        "CALL lake.system.vacuum('tables', 'events', '0s')"
      })
  void is_refused_what_would_tell_of_others_or_change_anything(String sql) {
    assertThatThrownBy(() -> project.texts(sql))
        .isInstanceOf(SQLException.class)
        .hasMessageContaining("Access Denied");
  }

  @Test
  void sees_no_catalog_or_table_beyond() throws SQLException {
    assertThat(project.texts("SHOW CATALOGS")).containsExactlyInAnyOrder("lake", "system");
    assertThat(project.texts("SHOW TABLES FROM lake.tables"))
        .contains("events")
        .doesNotContain("rollup_days");
    assertThat(project.texts("SELECT table_name FROM lake.information_schema.columns"))
        .contains("events")
        .doesNotContain("rollup_days");
  }

  @Test
  void a_condition_that_fails_on_rows_of_others_does_not_tell_of_them() throws SQLException {
    String sql =
        "SELECT count(*) FROM %s WHERE 1 / (CASE WHEN project_id = 2 THEN 0 ELSE 1 END) = 1";
    long own = project.number("SELECT count(*) FROM events");
    assertThat(project.number(sql.formatted("lake.tables.events"))).isEqualTo(own);
    assertThat(project.number(sql.formatted("lake.analytics.events"))).isEqualTo(own);
  }

  @Test
  void the_sql_of_others_is_not_shown() throws Exception {
    SqlAs other = SqlAs.user(trino.address(), "other_analyst");
    other.texts("SELECT '" + SECRET + "'");
    assertThat(other.texts("SELECT query FROM system.runtime.queries"))
        .anyMatch(ProjectIsolationIT::tellsTheSecret);
    assertThat(analyst.texts("SELECT query FROM system.runtime.queries"))
        .noneMatch(ProjectIsolationIT::tellsTheSecret);
    HttpRequest list =
        HttpRequest.newBuilder(URI.create("http://" + trino.address() + "/v1/query"))
            .header("X-Trino-User", "project_1")
            .build();
    try (HttpClient client = HttpClient.newHttpClient()) {
      assertThat(client.send(list, BodyHandlers.ofString()).body()).doesNotContain(SECRET);
    }
  }

  private static boolean tellsTheSecret(String sql) {
    return sql.contains(SECRET);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Project_1",
        "project_",
        "project_1x",
        "project_-1",
        "projects",
        "project_12345678901"
      })
  void a_name_that_only_looks_like_a_project_sees_nothing(String user) {
    assertThatThrownBy(() -> SqlAs.user(trino.address(), user).texts("SELECT * FROM events"))
        .hasMessageContaining("Access Denied");
  }

  @Test
  void with_its_password_it_comes_in_over_tls_and_with_another_it_does_not() throws SQLException {
    String tls = "127.0.0.1:" + passwords.port();
    assertThat(SqlAs.user(tls, "project_1", PASSWORD).texts("SELECT current_user"))
        .containsExactly("project_1");
    assertThatThrownBy(() -> SqlAs.user(tls, "project_1", "wrong").texts("SELECT 1"))
        .hasMessageContaining("Invalid credentials");
    assertThatThrownBy(() -> SqlAs.user(tls, "project_2", PASSWORD).texts("SELECT 1"))
        .hasMessageContaining("Invalid credentials");
  }
}
