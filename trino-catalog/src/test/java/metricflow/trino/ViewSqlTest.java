package metricflow.trino;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import metricflow.table.Column;
import metricflow.table.Table;
import metricflow.table.Tables;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ViewSqlTest {
  static final List<String> VIEWS = ViewSql.NAMES;

  private final CatalogNames names = new CatalogNames("lake", "analytics");

  @ParameterizedTest
  @FieldSource("VIEWS")
  void a_view_is_made_by_the_admin_and_reads_what_everybody_reads(String view) {
    String sql = ViewSql.of(view, names);

    assertThat(sql)
        .contains("CREATE OR REPLACE VIEW lake_admin.analytics." + view + "\n")
        .contains("SECURITY INVOKER")
        .contains("FROM lake.tables." + view)
        .doesNotContain("${");
  }

  @ParameterizedTest
  @FieldSource("VIEWS")
  void a_view_has_every_column_of_its_table(String view) {
    Table table =
        Tables.all().stream().filter(t -> t.name().equals(view)).findFirst().orElseThrow();
    List<String> columns = table.columns().stream().map(Column::name).toList();

    assertThat(selected(ViewSql.of(view, names))).containsAll(columns);
  }

  private static List<String> selected(String sql) {
    String list = sql.substring(sql.indexOf("SELECT") + 6, sql.indexOf("\nFROM "));
    return list.lines()
        .map(line -> line.strip().replace(",", "").replaceAll("^.* AS |^.*\\.", ""))
        .filter(name -> !name.isEmpty())
        .toList();
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
