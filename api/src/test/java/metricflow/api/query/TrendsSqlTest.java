package metricflow.api.query;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import metricflow.api.web.Json;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class TrendsSqlTest {
  private static final int PROJECT = 42;
  private static final String ATTACK = "x'\"]; DROP TABLE lake.tables.events; -- ? \\";
  private static final LakeNames LAKE = new LakeNames("lake");
  private static final RolledDays FIRST_DAY =
      RolledDays.of(Map.of(LocalDate.parse("2026-11-01"), Instant.parse("2026-11-02T01:00:00Z")));

  static Stream<ShownGroups> groups() {
    return Stream.of(
        new ShownGroups.Largest(),
        new ShownGroups.Named(List.of(List.of(ATTACK)), false),
        new ShownGroups.Named(List.of(List.of("a"), Collections.singletonList(null)), true));
  }

  @ParameterizedTest
  @MethodSource("groups")
  void whatever_a_client_sends_is_a_value_and_never_sql(ShownGroups shown) {
    Trends trends = (Trends) QueryParser.parse(question());

    SqlStatement statement =
        new TrendsSql(LAKE).compile(PROJECT, trends, shown, FIRST_DAY, Optional.empty());

    assertThat(statement.sql()).doesNotContain("DROP", "--");
    assertThat(statement.values())
        .contains(ATTACK, "x'\"]; DROP TABLE lake.tables.events; -- ? \\");
    assertThat(statement.reproducible()).contains("'" + ATTACK.replace("'", "''") + "'");
  }

  @ParameterizedTest
  @MethodSource("groups")
  void every_table_is_read_of_the_project_alone_and_in_the_version_asked_for(ShownGroups shown) {
    Trends trends = (Trends) QueryParser.parse(question());
    LakeNames then = LAKE.at(LakeVersion.of(Map.of("events", 7L, "person_map", 3L)));

    String sql =
        new TrendsSql(then)
            .compile(PROJECT, trends, shown, FIRST_DAY, Optional.empty())
            .reproducible();

    int tables = sql.split("FROM lake\\.tables\\.", -1).length - 1;
    assertThat(tables).isPositive();
    assertThat(sql.split("project_id = 42", -1)).hasSize(tables + 1);
    assertThat(sql.split("FOR VERSION AS OF [37]", -1)).hasSize(tables + 1);
  }

  @ParameterizedTest
  @MethodSource("groups")
  void events_are_read_once_however_many_groups_are_shown(ShownGroups shown) {
    Trends trends = (Trends) QueryParser.parse(question());

    String sql =
        new TrendsSql(LAKE)
            .compile(PROJECT, trends, shown, RolledDays.NONE, Optional.empty())
            .sql();

    assertThat(sql.split("FROM facts\\b", -1)).hasSize(2);
    assertThat(sql.split("FROM spread\\b", -1)).hasSize(2);
  }

  @Test
  void only_rows_of_days_rolled_up_are_counted_without_a_look_at_their_id() {
    assertThat(sql(question(), FIRST_DAY))
        .contains(
            "event_id IS NULL AS alone",
            "WHERE alone AND (event_date BETWEEN DATE '2026-11-01' AND DATE '2026-11-01')",
            "WHERE NOT alone AND (event_date BETWEEN DATE '2026-11-01' AND DATE '2026-11-01')",
            " AND event_id NOT IN (SELECT event_id FROM facts_copies)\n    GROUP BY event_id",
            "WHERE (event_date BETWEEN DATE '2026-11-02' AND");
    assertThat(sql(question(), RolledDays.NONE))
        .contains("GROUP BY event_id")
        .doesNotContain("alone");
  }

  @Test
  void what_adds_up_is_added_up_by_interval_before_it_is_spread_over_intervals() {
    ObjectNode sum = question();
    sum.withArray("series").remove(1);
    assertThat(sql(sum, RolledDays.NONE)).contains("FROM by_interval f");
    assertThat(sql(question(), RolledDays.NONE)).contains("FROM facts f");
  }

  private static String sql(ObjectNode question, RolledDays rolled) {
    return new TrendsSql(LAKE)
        .compile(
            PROJECT,
            (Trends) QueryParser.parse(question),
            new ShownGroups.Largest(),
            rolled,
            Optional.empty())
        .reproducible();
  }

  private static ObjectNode question() {
    ObjectNode question = Json.mapper().createObjectNode();
    question.put("kind", "trends").put("from", "2026-11-01").put("to", "2026-11-02");
    ObjectNode series = question.putArray("series").addObject();
    series.put("event", ATTACK).put("measure", "sum").put("property", "properties." + ATTACK);
    series
        .putObject("filter")
        .put("property", "user_properties." + ATTACK)
        .put("operator", "in")
        .set("value", Json.mapper().valueToTree(List.of(ATTACK, 1)));
    question.withArray("series").addObject().put("measure", "uniques");
    question.putArray("breakdown").add("properties." + ATTACK);
    question
        .putObject("filter")
        .putObject("not")
        .put("property", "country")
        .put("operator", "contains")
        .put("value", ATTACK);
    return question;
  }
}
