package metricflow.jobs;

import java.nio.file.Path;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import metricflow.table.Column;
import metricflow.table.ColumnType;
import metricflow.table.Table;
import metricflow.table.TableEvolution;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.delta.DeltaLog;
import org.apache.spark.sql.delta.actions.Metadata;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import scala.jdk.javaapi.CollectionConverters;

/**
 * The lake's tables as the jobs open them.
 *
 * @param spark the session
 * @param root folder or URI that holds the tables
 * @param clock tells today, in UTC
 */
public record Lake(SparkSession spark, String root, Clock clock) {

  /** A lake named by a relative folder, made absolute; a URI as it is. */
  static String absolute(String lake) {
    return lake.contains("://") ? lake : Path.of(lake).toAbsolutePath().normalize().toString();
  }

  /** The current day, UTC. */
  public LocalDate today() {
    return LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
  }

  /** Creates the table when it is not there yet; brings one of an earlier release up to date. */
  public void ensure(Table table) {
    DeltaLog log = log(table);
    // Creating what is there is allowed, and slow.
    if (!log.tableExists()) {
      spark.sql(table.createSql(root));
      return;
    }
    Metadata present = log.unsafeVolatileSnapshot().metadata();
    Map<String, String> columns =
        Arrays.stream(present.schema().fields())
            .collect(Collectors.toMap(StructField::name, field -> field.dataType().sql()));
    Set<String> required =
        Arrays.stream(present.schema().fields())
            .filter(field -> !field.nullable())
            .map(StructField::name)
            .collect(Collectors.toSet());
    new TableEvolution(table, root)
        .statements(columns, required, CollectionConverters.asJava(present.configuration()))
        .forEach(spark::sql);
  }

  /** Where the table lies. */
  public String location(Table table) {
    return table.location(root);
  }

  /** The table's log, brought up to date. */
  public DeltaLog log(Table table) {
    DeltaLog log = DeltaLog.forTable(spark, location(table));
    log.update(false, scala.Option.empty(), scala.Option.empty());
    return log;
  }

  /** The rows of the table as of now. */
  public Dataset<Row> read(Table table) {
    return spark.read().format("delta").load(location(table));
  }

  /** The rows of the table as of a version of its log. */
  public Dataset<Row> read(Table table, long version) {
    return spark.read().format("delta").option("versionAsOf", version).load(location(table));
  }

  /**
   * Appends rows in one commit, unless a commit with this identity and this or a later number is
   * there already.
   *
   * @throws java.util.ConcurrentModificationException when one was made meanwhile
   */
  public void appendOnce(Table table, Dataset<Row> rows, String identity, long number) {
    rows.write()
        .format("delta")
        .mode("append")
        .option("txnAppId", identity)
        .option("txnVersion", number)
        .save(location(table));
  }

  /** The columns of rows that are appended to the table, as Spark types. */
  public static StructType schema(Table table) {
    StructType schema = new StructType();
    for (Column column : table.columns()) {
      if (!column.derived()) {
        schema = schema.add(column.name(), sparkType(column.type()), column.nullable());
      }
    }
    return schema;
  }

  /** The Spark type of a column type. */
  public static DataType sparkType(ColumnType type) {
    return switch (type) {
      case INT -> DataTypes.IntegerType;
      case LONG -> DataTypes.LongType;
      case DOUBLE -> DataTypes.DoubleType;
      case STRING -> DataTypes.StringType;
      case BINARY -> DataTypes.BinaryType;
      case DATE -> DataTypes.DateType;
      case TIMESTAMP -> DataTypes.TimestampType;
    };
  }
}
