package metricflow.trino;

import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.partitioningBy;
import static java.util.stream.Collectors.toList;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import metricflow.table.Column;
import metricflow.table.Table;
import metricflow.table.Tables;
import metricflow.view.View;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ViewsTest {
  static final List<String> VIEWS = View.all().stream().map(View::name).toList();

  /** Views with the rows of the table of their name. */
  static final List<String> VIEWS_OF_A_TABLE =
      VIEWS.stream().filter(view -> !view.equals("persons")).toList();

  private static final String USER_DAYS =
      """
      (VALUES
        (1, 'ann', BIGINT '2', TIMESTAMP '2026-03-14 10:00:00 UTC', TIMESTAMP '2026-03-14 11:00:00 UTC'),
        (1, 'ann', BIGINT '5', TIMESTAMP '2026-03-10 10:00:00 UTC', TIMESTAMP '2026-03-10 10:00:00 UTC'),
        (2, 'ann', BIGINT '1', TIMESTAMP '2026-03-11 10:00:00 UTC', TIMESTAMP '2026-03-11 10:00:00 UTC')
      ) AS d (project_id, person_id, events, first_event_time, last_event_time)
      """;

  private static final String PERSON_MAP =
      """
      (VALUES (1, 'phone', 'ann'), (1, 'laptop', 'ann')) AS m (project_id, distinct_id, person_id)
      """;

  private final CatalogNames names = new CatalogNames("lake", "analytics");

  @ParameterizedTest
  @FieldSource("VIEWS")
  void a_view_is_made_by_the_admin_and_reads_what_everybody_reads(String view) {
    String sql = sql(view);

    assertThat(sql)
        .contains("CREATE OR REPLACE VIEW lake_admin.analytics." + view + "\n")
        .contains("SECURITY INVOKER")
        .contains("FROM lake.tables.")
        .doesNotContain("${");
  }

  @ParameterizedTest
  @FieldSource("VIEWS_OF_A_TABLE")
  void a_view_has_every_column_of_its_table_but_those_that_repeat_others(String view) {
    Table table =
        Tables.all().stream().filter(t -> t.name().equals(view)).findFirst().orElseThrow();
    Map<Boolean, List<String>> columns =
        table.columns().stream()
            .collect(partitioningBy(Column::derived, mapping(Column::name, toList())));

    assertThat(sql(view)).contains("FROM lake.tables." + view);
    assertThat(selected(sql(view)))
        .containsAll(columns.get(false))
        .noneMatch(columns.get(true)::contains);
  }

  private String sql(String view) {
    return View.named(view).createSql(names.adminViews(), names.tables());
  }

  private static List<String> selected(String sql) {
    String list = sql.substring(sql.indexOf("SELECT") + 6, sql.indexOf("\nFROM "));
    return list.lines()
        .map(line -> line.strip().replace(",", "").replaceAll("^.* AS |^.*\\.", ""))
        .filter(name -> !name.isEmpty())
        .toList();
  }

  @Test
  void a_person_has_its_days_and_ids_together() {
    String view = sql("persons");
    String persons =
        view.substring(view.indexOf("\nSELECT"))
            .replace("lake.tables.user_days", USER_DAYS)
            .replace("lake.tables.person_map", PERSON_MAP);
    String sql =
        "SELECT project_id, CAST(person_id AS varchar), active_days, events, CAST(ids AS array(varchar)) FROM (%s)"
            .formatted(persons);

    assertThat(TestTrino.get().query(sql))
        .matches(
            """
            VALUES
              (1, VARCHAR 'ann', BIGINT '2', BIGINT '7', CAST(ARRAY['ann', 'laptop', 'phone'] AS array(varchar))),
              (2, VARCHAR 'ann', BIGINT '1', BIGINT '1', CAST(ARRAY['ann'] AS array(varchar)))
            """);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "Lake", "lake;drop", "1lake", "la ke", "lake\""})
  void only_plain_names_reach_sql(String name) {
    assertThatThrownBy(() -> new CatalogNames(name, "analytics"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("is no name for Trino");
    assertThatThrownBy(() -> new CatalogNames("lake", name))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void every_table_of_the_lake_has_a_plain_name() {
    Tables.all().forEach(table -> CatalogNames.requireIdentifier(table.name()));
  }
}
