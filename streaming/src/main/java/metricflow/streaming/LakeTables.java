package metricflow.streaming;

import io.delta.kernel.Snapshot;
import io.delta.kernel.TableManager;
import io.delta.kernel.defaults.engine.DefaultEngine;
import io.delta.kernel.engine.Engine;
import io.delta.kernel.exceptions.TableNotFoundException;
import io.delta.kernel.types.StructField;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import metricflow.table.Table;
import metricflow.table.TableEvolution;
import metricflow.table.Tables;
import org.apache.spark.sql.SparkSession;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Creates the tables that are missing and brings those of an earlier release up to date. Spark is
 * asked only when there is something to change: looking through it took half of a restart.
 */
final class LakeTables {
  private static final Logger LOG = LoggerFactory.getLogger(LakeTables.class);

  private LakeTables() {}

  static void ensure(SparkSession spark, String lake) {
    Engine engine = DefaultEngine.create(spark.sparkContext().hadoopConfiguration());
    for (Table table : Tables.all()) {
      for (String statement : due(engine, table, lake)) {
        LOG.info("table missing or of an earlier release: {}", statement);
        spark.sql(statement);
      }
    }
  }

  private static List<String> due(Engine engine, Table table, String lake) {
    Snapshot present;
    try {
      present = TableManager.loadSnapshot(table.location(lake)).build(engine);
    } catch (TableNotFoundException missing) {
      return List.of(table.createSql(lake));
    }
    Map<String, String> columns =
        present.getSchema().fields().stream()
            .collect(Collectors.toMap(StructField::getName, LakeTables::sqlType));
    Set<String> required =
        present.getSchema().fields().stream()
            .filter(column -> !column.isNullable())
            .map(StructField::getName)
            .collect(Collectors.toSet());
    return new TableEvolution(table, lake)
        .statements(columns, required, present.getTableProperties());
  }

  private static String sqlType(StructField column) {
    String type = column.getDataType().toString();
    return switch (type) {
      case "integer" -> "INT";
      case "long" -> "BIGINT";
      default -> type;
    };
  }
}
