package metricflow.jobs.backfill;

import static org.apache.spark.sql.functions.col;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.BinaryType;
import org.apache.spark.sql.types.MapType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/** The rows of a Parquet file as texts. */
final class ParquetColumns {
  private ParquetColumns() {}

  static List<String> names(SparkSession spark, InputFile file) {
    return Arrays.asList(read(spark, file).columns());
  }

  /** The number of the row in its file, from 0, then a text for each column. */
  static JavaRDD<InternalRow> rows(SparkSession spark, InputFile file) {
    Dataset<Row> rows = read(spark, file);
    List<Column> columns = new ArrayList<>();
    columns.add(col("_metadata.row_index"));
    for (StructField field : rows.schema().fields()) {
      columns.add(text(field));
    }
    return rows.select(columns.toArray(Column[]::new)).queryExecution().toRdd().toJavaRDD();
  }

  private static Dataset<Row> read(SparkSession spark, InputFile file) {
    return spark.read().parquet(file.path().toString());
  }

  /** Times become UTC clock times; 16 bytes a UUID; lists, maps and structures JSON. */
  private static Column text(StructField field) {
    Column column = col("`" + field.name().replace("`", "``") + "`");
    return switch (field.dataType()) {
      case StructType structure -> functions.to_json(column);
      case ArrayType list -> functions.to_json(column);
      case MapType map -> functions.to_json(column);
      case BinaryType bytes ->
          functions
              .when(
                  functions.length(column).equalTo(16),
                  functions.regexp_replace(
                      functions.lower(functions.hex(column)),
                      functions.lit("^(.{8})(.{4})(.{4})(.{4})(.{12})$"),
                      functions.lit("$1-$2-$3-$4-$5")))
              .otherwise(column.cast("string"));
      default -> column.cast("string");
    };
  }
}
