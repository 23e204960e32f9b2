package metricflow.jobs.compaction;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.when;

import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Columns of {@code events} that mostly repeat another: compaction leaves them out where they do,
 * and the view {@code events} puts them in again. Rows without them stay as they are.
 */
final class Redundancy {
  private static final Column LEFT_OUT = col("anonymous_id_left_out");

  private Redundancy() {}

  static Dataset<Row> leftOut(Dataset<Row> events) {
    Column sameId =
        coalesce(
            LEFT_OUT.equalTo(1).or(col("anonymous_id").equalTo(col("distinct_id"))), lit(false));
    return events
        .withColumn(
            "client_time",
            when(not(col("client_time").equalTo(col("event_time"))), col("client_time")))
        .withColumn("anonymous_id_left_out", when(sameId, lit(1)))
        .withColumn("anonymous_id", when(LEFT_OUT.isNull(), col("anonymous_id")));
  }
}
