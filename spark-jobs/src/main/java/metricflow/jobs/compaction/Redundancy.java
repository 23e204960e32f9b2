package metricflow.jobs.compaction;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.expr;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.when;

import metricflow.jobs.EventIdColumn;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Columns of {@code events} that mostly say nothing that others do not: compaction leaves them out
 * where that is so, and the view {@code events} puts them in again, but {@code sent_at} of a clock
 * that was right and the milliseconds of {@code received_at} (decisions 063 and 095). Rows without
 * them stay as they are.
 */
final class Redundancy {
  private static final Column LEFT_OUT = col("anonymous_id_left_out");

  /** Up, so that no event is received before it happened. */
  private static final Column RECEIVED_SECOND =
      expr("timestamp_millis((unix_millis(received_at) + 999) div 1000 * 1000)");

  private Redundancy() {}

  /** Rows of which each has its id. */
  static Dataset<Row> leftOut(Dataset<Row> events) {
    Column sameId =
        coalesce(
            LEFT_OUT.equalTo(1).or(col("anonymous_id").equalTo(col("distinct_id"))), lit(false));
    return EventIdColumn.leftOut(events)
        .withColumn(
            "client_time",
            when(not(col("client_time").equalTo(col("event_time"))), col("client_time")))
        .withColumn("sent_at", when(col("client_time").isNotNull(), col("sent_at")))
        .withColumn("received_at", RECEIVED_SECOND)
        .withColumn("anonymous_id_left_out", when(sameId, lit(1)))
        .withColumn("anonymous_id", when(LEFT_OUT.isNull(), col("anonymous_id")));
  }
}
