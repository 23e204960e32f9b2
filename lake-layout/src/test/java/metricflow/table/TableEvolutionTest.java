package metricflow.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class TableEvolutionTest {
  private static final Table TABLE =
      new Table(
          "visits",
          "Visits",
          List.of(
              Column.required("project_id", ColumnType.INT, "Project"),
              Column.optional("page", ColumnType.STRING, "The visitor's page"),
              Column.optional("bounce", ColumnType.INT, "Whether it was the only one"),
              Column.required("visit_date", ColumnType.DATE, "UTC date")),
          List.of("visit_date"),
          List.of("project_id"),
          Map.of("delta.checkpointInterval", "100", "delta.minReaderVersion", "1"),
          Retention.kept(),
          "nobody");

  private final TableEvolution evolution = new TableEvolution(TABLE, "/lake");
  private final Map<String, String> columns =
      new HashMap<>(
          Map.of("project_id", "INT", "page", "STRING", "bounce", "INT", "visit_date", "DATE"));
  private final Set<String> required = new HashSet<>(Set.of("project_id", "visit_date"));
  private final Map<String, String> properties =
      new HashMap<>(Map.of("delta.checkpointInterval", "100", "delta.minReaderVersion", "1"));

  @Test
  void a_table_that_is_up_to_date_needs_nothing() {
    assertThat(evolution.statements(columns, required, properties)).isEmpty();
  }

  @Test
  void columns_that_may_be_null_are_added() {
    columns.remove("page");
    columns.remove("bounce");

    assertThat(evolution.statements(columns, required, properties))
        .containsExactly(
            "ALTER TABLE delta.`/lake/visits` ADD COLUMNS"
                + " (`page` STRING COMMENT 'The visitor\\'s page',"
                + " `bounce` INT COMMENT 'Whether it was the only one')");
  }

  @Test
  void a_column_may_be_null_from_now_on() {
    required.add("page");

    assertThat(evolution.statements(columns, required, properties))
        .containsExactly("ALTER TABLE delta.`/lake/visits` ALTER COLUMN `page` DROP NOT NULL");
  }

  @Test
  void columns_of_a_later_release_are_passed_over() {
    columns.put("mood", "STRING");

    assertThat(evolution.statements(columns, required, properties)).isEmpty();
  }

  @Test
  void changed_properties_are_set_and_the_protocol_is_left_alone() {
    properties.put("delta.checkpointInterval", "10");
    properties.put("delta.minReaderVersion", "3");

    assertThat(evolution.statements(columns, required, properties))
        .containsExactly(
            "ALTER TABLE delta.`/lake/visits` SET TBLPROPERTIES ('delta.checkpointInterval' ="
                + " '100')");
  }

  @Test
  void another_type_is_refused_with_what_to_do() {
    columns.put("bounce", "BIGINT");

    assertThatThrownBy(() -> evolution.statements(columns, required, properties))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("bounce")
        .hasMessageContaining("BIGINT")
        .hasMessageContaining("restore the table");
  }

  @Test
  void a_missing_column_that_every_row_must_have_is_refused() {
    columns.remove("project_id");

    assertThatThrownBy(() -> evolution.statements(columns, required, properties))
        .hasMessageContaining("has no column project_id");
  }
}
