package metricflow.table;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class TablesPageTest {
  private static final Path PAGE = Path.of("TABLES.md");

  @Test
  void the_page_of_tables_is_current() throws IOException {
    String current = TablesPage.of(Tables.all());
    if (Boolean.getBoolean("tables.update")) {
      Files.writeString(PAGE, current);
    }

    assertThat(Files.exists(PAGE) ? Files.readString(PAGE) : "")
        .describedAs(
            "lake-layout/TABLES.md; to update it: mvn -pl lake-layout test -Dtest=TablesPageTest -Dtables.update=true")
        .isEqualTo(current);
  }

  @Test
  void every_table_says_how_long_its_rows_are_kept_by_a_column_it_has() {
    for (Table table : Tables.all()) {
      Retention retention = table.retention();
      if (retention.rule() != Retention.Rule.KEPT) {
        assertThat(table.columns()).extracting(Column::name).contains(retention.column());
      }
      if (retention.rule() == Retention.Rule.DAY && retention.perProject()) {
        assertThat(table.partitionColumns())
            .describedAs("whole days of %s go by dropping files", table.name())
            .containsExactly(retention.column());
        assertThat(table.columns()).extracting(Column::name).contains("project_id");
      }
    }
  }
}
