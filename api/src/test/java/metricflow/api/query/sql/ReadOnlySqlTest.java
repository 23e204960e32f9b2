package metricflow.api.query.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.Locale;
import metricflow.api.query.LakeNames;
import metricflow.problem.ProblemException;
import metricflow.problem.ProblemType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What SQL of a client becomes before Trino sees it, and what never gets there. */
class ReadOnlySqlTest {
  private static final LakeNames LAKE = new LakeNames("lake");
  private static final String EVENTS =
      "events AS (SELECT * FROM (%s) WHERE project_id = 42)".formatted(LAKE.viewQuery("events"));

  @Test
  void a_view_is_a_common_table_of_the_project() {
    assertThat(confined("SELECT event FROM events"))
        .isEqualTo("WITH " + EVENTS + " SELECT event FROM events\nLIMIT 100");
  }

  @Test
  void common_tables_of_the_client_come_after_ours() {
    assertThat(confined("WITH buyers AS (SELECT * FROM events) SELECT * FROM buyers b"))
        .isEqualTo(
            "WITH "
                + EVENTS
                + ",  buyers AS (SELECT * FROM events) SELECT * FROM buyers b\nLIMIT 100");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT 1 FROM lake.analytics.events",
        "SELECT 1 FROM lake . /* 😀 */ analytics.\"Events\"",
        "SELECT '😀' FROM \"lake\".\"ANALYTICS\".events, LAKE.analytics.sessions",
        "TABLE lake.analytics.events",
        "SELECT 1 FROM (SELECT 1 FROM sessions WHERE EXISTS (SELECT 1 FROM lake.analytics.events))",
        "SELECT 1 FROM sessions s CROSS JOIN LATERAL (SELECT s.events FROM lake.analytics.events)",
        "SELECT (SELECT max(event) FROM lake.analytics.events) FROM UNNEST(ARRAY[1]) AS u (x)",
        "SELECT 1 UNION SELECT 2 FROM lake.analytics.events EXCEPT SELECT 3",
        "SELECT sum(x) OVER (ORDER BY (SELECT 1 FROM lake.analytics.events)) FROM (VALUES 1) t (x)",
        "WITH a AS (WITH b AS (SELECT 1 FROM lake.analytics.events) SELECT * FROM b) SELECT * FROM"
            + " a",
        "SELECT 1 FROM sessions JOIN lake.analytics.events ON true ORDER BY (SELECT 1 FROM events)",
      })
  void a_view_with_its_schema_is_the_same_common_table_wherever_it_stands(String sql) {
    String confined = confined(sql);

    assertThat(confined).contains(EVENTS);
    // Our own common tables are all that names a schema, and that is the one of the tables.
    assertThat(confined.toLowerCase(Locale.ROOT)).doesNotContain("analytics");
    // What is left is understood by the same rules, and names nothing with a schema.
    assertThat(ReadOnlySql.of(ReadOnlySql.of(sql, "sql").text(), "sql").text())
        .isEqualTo(ReadOnlySql.of(sql, "sql").text());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "SELECT * FROM events LIMIT 5 | LIMIT 5",
        "SELECT * FROM events LIMIT 100 | LIMIT 100",
        "SELECT * FROM events LIMIT 101 | LIMIT 100",
        "SELECT * FROM events LIMIT ALL | LIMIT 100",
        "SELECT * FROM events LIMIT 99999999999999999999 | LIMIT 100",
        "SELECT * FROM events OFFSET 3 | OFFSET 3\\nLIMIT 100",
        "SELECT * FROM events ORDER BY event -- why? | ORDER BY event -- why?\\nLIMIT 100",
        "SELECT * FROM events FETCH FIRST 200 ROWS ONLY | FETCH FIRST 100 ROWS ONLY",
        "SELECT * FROM events FETCH NEXT ROW ONLY | FETCH NEXT ROW ONLY",
        "(SELECT * FROM events LIMIT 500) | (SELECT * FROM events LIMIT 500)\\nLIMIT 100",
        "SELECT * FROM lake.analytics.events LIMIT 500 | SELECT * FROM events LIMIT 100",
      })
  void no_more_rows_are_computed_than_are_told(String sql, String end) {
    assertThat(confined(sql)).endsWith(end.replace("\\n", "\n"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "SELECT 1 FROM lake.tables.events|reads 'lake.tables.events'",
        "SELECT 1 FROM tables.events|reads 'tables.events'",
        "SELECT 1 FROM analytics.events|reads 'analytics.events'",
        "SELECT 1 FROM system.runtime.queries|reads 'system.runtime.queries'",
        "SELECT 1 FROM lake.information_schema.tables|reads",
        "SELECT 1 FROM lake_admin.analytics.events|reads",
        "SELECT 1 FROM person_map|reads 'person_map'",
        "SELECT 1 FROM rejected_events|reads",
        "SELECT 1 FROM \"events$history\"|reads",
        "SELECT 1 FROM \"lake.analytics.events\"|reads",
        "SELECT 1 FROM \"events \"|reads",
        "SELECT 1 FROM \"other\"\"x\"|reads",
        "SELECT (SELECT 1 FROM lake.tables.events)|reads",
        "SELECT 1 FROM events WHERE event IN (TABLE lake.tables.events)|reads",
        "SELECT 1 FROM events CROSS JOIN LATERAL (SELECT 1 FROM lake.tables.events)|reads",
        "SELECT 1 FROM UNNEST((SELECT array_agg(1) FROM lake.tables.events)) t (x)|reads",
        "WITH a AS (SELECT 1 FROM lake.tables.events) SELECT 1|reads",
        "SELECT 1 UNION ALL SELECT 1 FROM lake.tables.events|reads",
        "SELECT 1 ORDER BY (SELECT 1 FROM lake.tables.events)|reads",
        "SELECT 1 FROM events TABLESAMPLE BERNOULLI ((SELECT 1 FROM lake.tables.events))|reads",
        "SELECT max(1) FILTER (WHERE EXISTS (SELECT 1 FROM lake.tables.events))|reads",
        "SELECT transform(ARRAY[1], x -> (SELECT 1 FROM lake.tables.events))|reads",
        "SELECT 1 /**/FROM/* events */lake.tables.events--events|reads",
        "SELECT 1 FROM events FOR VERSION AS OF 1|another version",
        "SELECT 1 FROM TABLE(lake.system.table_changes('tables','events'))|table functions",
        "SELECT 1 FROM TABLE(sequence(1, 9))|table functions",
        "WITH events AS (SELECT 1) SELECT 1 FROM events|name of the view",
        "SELECT 1 FROM (WITH \"EVENTS\" AS (SELECT 1) SELECT 1 FROM events)|name of the view",
        "WITH RECURSIVE a (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM a) SELECT n FROM"
            + " a|recursive",
        "WITH SESSION query_max_run_time = '1d' SELECT 1|one SELECT",
        "WITH FUNCTION f() RETURNS bigint RETURN 1 SELECT f()|one SELECT",
        "SELECT lake.analytics.f(1)|bare names",
        "SELECT ?|parameters",
        "EXPLAIN SELECT 1|one SELECT",
        "EXPLAIN ANALYZE SELECT 1|one SELECT",
        "SHOW TABLES|one SELECT",
        "DESCRIBE events|one SELECT",
        "SET SESSION a = 1|one SELECT",
        "USE lake.tables|one SELECT",
        "DELETE FROM events|one SELECT",
        "INSERT INTO events SELECT 1|one SELECT",
        "CREATE TABLE t AS SELECT 1|one SELECT",
        "CREATE VIEW v AS SELECT 1|one SELECT",
        "DROP TABLE events|one SELECT",
        "CALL lake.system.vacuum('tables', 'events', '0s')|one SELECT",
        "EXECUTE IMMEDIATE 'SELECT 1'|one SELECT",
        "PREPARE p FROM SELECT 1|one SELECT",
        "SELECT 1; SELECT 2|is no SQL at line 1, column 9",
        "SELECT FROM events|is no SQL",
        "SELECT 'a|is no SQL",
        "SELECT * FROM events) SELECT (1|is no SQL",
        "SELECT * FROM `events`|reads",
        "SELECT 1 FETCH FIRST 1 ROWS WITH TIES|LIMIT",
      })
  void whatever_is_not_a_query_of_the_views_is_refused(String sql, String why) {
    assertThat(refusal(sql)).contains("'sql'").contains(why);
  }

  @Test
  void nesting_without_end_is_refused_and_does_no_harm() {
    String deep = "(".repeat(7_000) + "SELECT 1" + ")".repeat(7_000);

    assertThat(refusal(deep)).contains("'sql'");
    assertThat(refusal("SELECT 1\u0000")).contains("control characters");
  }

  private static String confined(String sql) {
    return ReadOnlySql.of(sql, "sql").confined(LAKE, 42, 100);
  }

  private static String refusal(String sql) {
    ProblemException refused =
        catchThrowableOfType(ProblemException.class, () -> ReadOnlySql.of(sql, "sql"));
    assertThat(refused).as(sql).isNotNull();
    assertThat(refused.problem().type()).isEqualTo(ProblemType.QUERY_INVALID);
    return refused.problem().detail();
  }
}
