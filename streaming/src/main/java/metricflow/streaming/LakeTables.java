package metricflow.streaming;

import java.util.Arrays;
import java.util.Map;
import java.util.stream.Collectors;
import metricflow.table.Table;
import metricflow.table.TableEvolution;
import metricflow.table.Tables;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructField;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Creates the tables that are missing and brings those of an earlier release up to date. */
final class LakeTables {
  private static final Logger LOG = LoggerFactory.getLogger(LakeTables.class);

  private LakeTables() {}

  static void ensure(SparkSession spark, String lake) {
    for (Table table : Tables.all()) {
      spark.sql(table.createSql(lake));
      String location = table.location(lake);
      Map<String, String> columns =
          Arrays.stream(spark.read().format("delta").load(location).schema().fields())
              .collect(Collectors.toMap(StructField::name, field -> field.dataType().sql()));
      Map<String, String> properties =
          spark
              .sql("DESCRIBE DETAIL delta.`" + location + "`")
              .select("properties")
              .head()
              .getJavaMap(0);
      for (String statement : new TableEvolution(table, lake).statements(columns, properties)) {
        LOG.info("table of an earlier release: {}", statement);
        spark.sql(statement);
      }
    }
  }
}
