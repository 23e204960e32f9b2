package metricflow.jobs;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.udf;
import static org.apache.spark.sql.functions.unix_millis;
import static org.apache.spark.sql.functions.when;

import metricflow.event.DerivedEventId;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.api.java.UDF4;
import org.apache.spark.sql.api.java.UDF5;
import org.apache.spark.sql.expressions.UserDefinedFunction;
import org.apache.spark.sql.types.DataTypes;

/** The ids of rows of {@code events}, which compaction leaves out where they follow. */
public final class EventIdColumn {
  private static final String EVENT_ID = "event_id";
  private static final String TAB = "event_id_tab";

  private static final UserDefinedFunction WHOLE =
      udf(
          (UDF5<byte[], Integer, byte[], Integer, Long, byte[]>) DerivedEventId::whole,
          DataTypes.BinaryType);

  private static final UserDefinedFunction TAB_OF =
      udf(
          (UDF4<byte[], byte[], Integer, Long, Integer>)
              (id, session, sequence, time) -> {
                var tab = DerivedEventId.tab(id, session, sequence, time);
                return tab.isPresent() ? tab.getAsInt() : null;
              },
          DataTypes.IntegerType);

  private EventIdColumn() {}

  /** The same rows, each with its id. */
  public static Dataset<Row> whole(Dataset<Row> events) {
    return events
        .withColumn(
            EVENT_ID, WHOLE.apply(col(EVENT_ID), col(TAB), session(), col("sequence"), time()))
        .withColumn(TAB, lit(null).cast(DataTypes.IntegerType));
  }

  /** The same rows, of which each has its id, without those that follow. */
  public static Dataset<Row> leftOut(Dataset<Row> events) {
    return events
        .withColumn(TAB, TAB_OF.apply(col(EVENT_ID), session(), col("sequence"), time()))
        .withColumn(EVENT_ID, when(col(TAB).isNull(), col(EVENT_ID)));
  }

  private static Column session() {
    return col("session_id").cast(DataTypes.BinaryType);
  }

  private static Column time() {
    return unix_millis(coalesce(col("client_time"), col("event_time")));
  }
}
