package metricflow.api.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import metricflow.api.web.Json;
import metricflow.event.Dimension;
import org.junit.jupiter.api.Test;

class SqlTest {
  private static final String QUOTED = "'(?:[^']|'')*'";
  private static final int PROJECT = 42;
  private static final String ATTACK = "x'; DROP TABLE lake.tables.events; -- ? \\' ";
  private static final LocalDate FRIDAY = LocalDate.parse("2026-11-20");
  private static final LocalDate MONDAY = LocalDate.parse("2026-11-23");
  private static final Conversion.Step LANDING = Funnels.step("page_view", "page", "/");
  private static final Conversion.Step SIGN_UP = Funnels.step("sign_up");

  private static final RolledDays FRIDAY_TO_SUNDAY =
      RolledDays.of(
          Map.of(
              FRIDAY,
              Instant.parse("2026-11-21T01:00:00Z"),
              FRIDAY.plusDays(1),
              Instant.parse("2026-11-23T01:00:00Z"),
              FRIDAY.plusDays(2),
              Instant.parse("2026-11-23T01:00:00Z")));

  private final LakeNames names = new LakeNames("lake");

  @Test
  void days_rolled_up_come_from_the_rollup_and_the_others_from_events() {
    SqlStatement users = users(FRIDAY, MONDAY, Optional.empty(), FRIDAY_TO_SUNDAY);

    assertThat(users.reproducible())
        .contains(
            """
              SELECT DISTINCT event_date, distinct_id FROM lake.tables.events
              WHERE project_id = 42 AND (event_date BETWEEN DATE '2026-11-23' AND DATE '2026-11-23')
            """)
        .contains(
            """
              UNION ALL
              SELECT event_date, persons AS users FROM lake.tables.daily_metrics
              WHERE project_id = 42 AND dimension IN ('$total')\
             AND (event_date BETWEEN DATE '2026-11-20' AND DATE '2026-11-22')
            """);
  }

  @Test
  void sql_of_a_client_reads_the_versions_that_the_question_brings_along() {
    Question question =
        QueryParser.question(
            Json.tree(
                """
                {"kind": "sql", "sql": "SELECT event FROM events",
                 "version": {"events": 7, "person_map": 3}}\
                """),
            false);
    LakeScope scope = new LakeScope(names.at(question.version()), PROJECT, RolledDays.NONE);

    assertThat(((Sql) question.query()).statement(scope, 100).sql())
        .contains(" FROM lake.tables.events FOR VERSION AS OF 7 AS events ")
        .contains(" JOIN lake.tables.person_map FOR VERSION AS OF 3 AS person_map ")
        .contains(" WHERE project_id = 42) ");
  }

  @Test
  void fresh_identities_come_from_all_days_that_are_not_rolled_up() {
    assertThat(users(FRIDAY, MONDAY, Optional.empty(), FRIDAY_TO_SUNDAY).reproducible())
        .contains("(i.event_date <= DATE '2026-11-19' OR i.event_date >= DATE '2026-11-23')");
    assertThat(users(FRIDAY, MONDAY, Optional.empty(), RolledDays.NONE).reproducible())
        .contains("WHERE i.project_id = 42 AND (TRUE)");
  }

  @Test
  void only_rollups_are_read_when_all_days_are_rolled_up() {
    assertThat(users(FRIDAY, FRIDAY, Optional.of(Dimension.OS), FRIDAY_TO_SUNDAY).reproducible())
        .contains("dimension IN ('$total', 'os')")
        .doesNotContain("tables.events", "UNION");
  }

  @Test
  void a_day_rolled_up_before_it_was_over_is_read_from_events() {
    RolledDays early = RolledDays.of(Map.of(FRIDAY, Instant.parse("2026-11-20T23:59:59Z")));

    assertThat(users(FRIDAY, FRIDAY, Optional.empty(), early).sql())
        .contains("tables.events")
        .doesNotContain("daily_metrics");
  }

  @Test
  void a_breakdown_keeps_the_values_with_most_users() {
    SqlStatement users = users(FRIDAY, MONDAY, Optional.of(Dimension.COUNTRY), FRIDAY_TO_SUNDAY);

    assertThat(users.sql())
        .contains("SELECT DISTINCT event_date, country AS value, distinct_id")
        .contains("GROUPING SETS ((event_date), (event_date, value))")
        .endsWith("WHERE value_rank <= ? ORDER BY event_date, value_rank");
    assertThat(users.values()).contains("country").endsWith(8);
  }

  @Test
  void every_table_is_read_for_one_project_only() {
    SqlStatement users = users(FRIDAY, MONDAY, Optional.of(Dimension.COUNTRY), FRIDAY_TO_SUNDAY);
    SqlStatement funnel = funnel(LANDING, SIGN_UP);

    assertThat(count(users.sql(), "FROM lake.tables.")).isEqualTo(4);
    assertThat(count(users.reproducible(), "project_id = 42")).isEqualTo(4);
    assertThat(count(funnel.sql(), "FROM lake.tables.")).isEqualTo(3);
    assertThat(count(funnel.reproducible(), "project_id = 42")).isEqualTo(3);
  }

  @Test
  void a_funnel_marks_each_event_with_the_steps_it_fills() {
    SqlStatement funnel = funnel(LANDING, SIGN_UP);

    assertThat(funnel.sql())
        .contains(
            "IF(event IN (?) AND ((page IN (?))), 1, 0)\n"
                + "    + IF(event IN (?) AND TRUE, 2, 0) AS step_mask")
        .contains("event_timeline(s.event_time, s.sequence, s.step_mask)")
        .contains("funnel_question(?, ?, 'ordered', TIMESTAMP '2026-11-20 00:00:00.000 UTC',")
        .contains("count_if(steps_reached >= 1) AS step_1, count_if(steps_reached >= 2) AS step_2");
    assertThat(funnel.values())
        .containsSubsequence("page_view", "/", "sign_up", PROJECT, FRIDAY, MONDAY)
        .containsSubsequence(2, 3_600_000L);
  }

  @Test
  void events_are_made_distinct_only_where_a_copy_could_fill_another_step() {
    Conversion.Step pricing = Funnels.step("page_view", "page", "/pricing");
    Conversion.Step anyPage = Funnels.step("page_view");

    assertThat(funnel(LANDING, pricing).sql()).doesNotContain("event_id");
    assertThat(funnel(LANDING, SIGN_UP).sql()).doesNotContain("event_id");
    assertThat(funnel(LANDING, LANDING).sql()).contains("GROUP BY event_id");
    assertThat(funnel(LANDING, anyPage).sql()).contains("GROUP BY event_id");
    assertThat(funnel(LANDING, Funnels.step("page_view", "country", "DE")).sql())
        .contains("GROUP BY event_id");
  }

  @Test
  void what_a_client_sends_is_a_value_and_never_sql() {
    SqlStatement funnel =
        funnel(Funnels.step(ATTACK, "page", ATTACK), Funnels.step("a?b", "plan", "''"));

    assertThat(funnel.sql()).doesNotContain("DROP").doesNotContain("a?b");
    assertThat(funnel.values()).contains(ATTACK, "a?b", "''");
    assertThat(funnel.reproducible())
        .contains(
            "event IN ('x''; DROP TABLE lake.tables.events; -- ? \\'' ') AND ((page IN ('x''; DROP")
        .contains("event IN ('a?b') AND ((plan IN ('''''')))");
  }

  @Test
  void outside_its_quotes_the_reproducible_text_is_the_statement() {
    SqlStatement funnel = funnel(Funnels.step(ATTACK, "page", ATTACK), SIGN_UP);

    String withoutText = funnel.reproducible().replaceAll(QUOTED, "?");
    String withoutValues =
        withoutText.replace("DATE ?", "?").replaceAll("project_id = 42", "project_id = ?");
    assertThat(withoutValues.replace("question(2, 3600000,", "question(?, ?,"))
        .isEqualTo(funnel.sql().replaceAll(QUOTED, "?"));
  }

  @Test
  void a_statement_has_a_value_for_each_place() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new SqlStatement("SELECT ?, ?", List.of(1)));
  }

  @Test
  void a_catalog_that_would_need_quotes_is_refused() {
    assertThatIllegalArgumentException().isThrownBy(() -> new LakeNames("lake.x\" --"));
  }

  private SqlStatement users(
      LocalDate from, LocalDate to, Optional<Dimension> dimension, RolledDays rolled) {
    return new DailyActiveUsersSql(names)
        .compile(PROJECT, new DailyActiveUsers(from, to, dimension, 8), rolled);
  }

  private SqlStatement funnel(Conversion.Step... steps) {
    return new FunnelSql(names)
        .compile(PROJECT, Funnels.of(FRIDAY, MONDAY, 3_600, steps), FRIDAY_TO_SUNDAY);
  }

  private static int count(String text, String part) {
    return (text.length() - text.replace(part, "").length()) / part.length();
  }
}
