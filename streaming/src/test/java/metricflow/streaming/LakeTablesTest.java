package metricflow.streaming;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import metricflow.table.Column;
import metricflow.table.Table;
import metricflow.table.Tables;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LakeTablesTest {
  @TempDir private Path folder;

  private final SparkSession spark = TestSpark.session();

  @Test
  void an_empty_lake_gets_every_table_and_a_second_start_changes_none() {
    String lake = folder.toString();
    LakeTables.ensure(spark, lake);
    LakeTables.ensure(spark, lake);
    for (Table table : Tables.all()) {
      assertThat(versions(table, lake)).as(table.name()).isOne();
      assertThat(spark.read().format("delta").load(table.location(lake)).columns())
          .containsExactly(table.columns().stream().map(Column::name).toArray(String[]::new));
    }
  }

  @Test
  void a_table_of_an_earlier_release_gets_the_columns_and_properties_of_this_one() {
    String lake = folder.toString();
    Table now = Tables.EVENTS;
    List<Column> before =
        now.columns().stream().filter(column -> !column.name().equals("plan")).toList();
    Table earlier =
        new Table(
            now.name(),
            now.comment(),
            before,
            now.partitionColumns(),
            now.sortColumns(),
            Map.of("delta.checkpointInterval", "7"),
            now.retention(),
            now.writer());
    spark.sql(earlier.createSql(lake));
    LakeTables.ensure(spark, lake);
    assertThat(spark.read().format("delta").load(now.location(lake)).columns()).contains("plan");
    assertThat(
            spark
                .sql("SHOW TBLPROPERTIES delta.`%s`".formatted(now.location(lake)))
                .collectAsList())
        .anyMatch(property ->
            property.getString(0).equals("delta.checkpointInterval")
                && property.getString(1).equals("100"));
  }

  private long versions(Table table, String lake) {
    return spark.sql("DESCRIBE HISTORY delta.`%s`".formatted(table.location(lake))).count();
  }
}
