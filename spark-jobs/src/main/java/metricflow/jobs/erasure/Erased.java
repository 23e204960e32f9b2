package metricflow.jobs.erasure;

import static org.apache.spark.sql.functions.broadcast;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.concat;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.sha2;
import static org.apache.spark.sql.functions.when;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import metricflow.jobs.Lake;
import metricflow.table.Tables;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.DataFrameWriter;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;

/**
 * The ids that were erased, as hashes: what happened until the erasure and arrives later is dropped
 * by the next run. What a person does afterwards is a new person's.
 */
final class Erased {
  /**
   * Its number, in the table's log, is when erased ids were last looked for, epoch milliseconds.
   */
  private static final String SWEEP = "erase-sweep";

  private final Lake lake;

  Erased(Lake lake) {
    this.lake = lake;
  }

  /** What is kept of an id. */
  static String hash(int project, String id) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256")
              .digest((project + ":" + id).getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest);
    } catch (NoSuchAlgorithmException everyJdkHasIt) {
      throw new IllegalStateException(everyJdkHasIt);
    }
  }

  /** Remembers the ids. */
  void add(int project, Collection<String> ids, Instant erasedAt) {
    List<Row> rows =
        ids.stream()
            .map(id -> RowFactory.create(project, hash(project, id), Timestamp.from(erasedAt)))
            .toList();
    append(rows).save(lake.location(Tables.ERASURES));
  }

  private DataFrameWriter<Row> append(List<Row> rows) {
    return lake.spark()
        .createDataFrame(rows, Lake.schema(Tables.ERASURES))
        .coalesce(1)
        .write()
        .format("delta")
        .mode("append");
  }

  /** When arrivals were last looked through; empty before the first time. */
  Optional<Instant> sweptAt() {
    scala.Option<Object> last =
        lake.log(Tables.ERASURES).unsafeVolatileSnapshot().transactions().get(SWEEP);
    return last.isEmpty() ? Optional.empty() : Optional.of(Instant.ofEpochMilli((Long) last.get()));
  }

  /** Notes that what was stored before {@code at} has been looked through. */
  void swept(Instant at) {
    lake.appendOnce(
        Tables.ERASURES,
        lake.spark().createDataFrame(List.of(), Lake.schema(Tables.ERASURES)),
        SWEEP,
        at.toEpochMilli());
  }

  boolean isEmpty() {
    return lake.read(Tables.ERASURES).isEmpty();
  }

  private Dataset<Row> all() {
    return broadcast(
        lake.read(Tables.ERASURES)
            .groupBy(col("project_id").as("erased_project"), col("id_hash").as("erased_hash"))
            .agg(max("erased_at").as("erased_until")));
  }

  private static Column erased(Column id, String time) {
    return col("project_id")
        .equalTo(col("erased_project"))
        .and(sha2(concat(col("project_id"), lit(":"), id), 256).equalTo(col("erased_hash")))
        .and(col(time).leq(col("erased_until")));
  }

  /** Rows of which {@code id} was erased after {@code time}. */
  Dataset<Row> among(Dataset<Row> rows, Column id, String time) {
    return rows.join(all(), erased(id, time), "left_semi");
  }

  /** All other rows. */
  Dataset<Row> others(Dataset<Row> rows, Column id, String time) {
    return rows.join(all(), erased(id, time), "left_anti");
  }

  /** The rows without the anonymous ids that were erased. */
  Dataset<Row> withoutAnonymousIds(Dataset<Row> rows) {
    return rows.join(all(), erased(col("anonymous_id"), "event_time"), "left")
        .withColumn("anonymous_id", when(col("erased_hash").isNull(), col("anonymous_id")));
  }
}
