package metricflow.peers.spark;

import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.collect_set;
import static org.apache.spark.sql.functions.concat;
import static org.apache.spark.sql.functions.explode;
import static org.apache.spark.sql.functions.floor;
import static org.apache.spark.sql.functions.lit;

import java.util.List;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import redis.clients.jedis.AbstractPipeline;
import redis.clients.jedis.RedisClient;

/** Counters a minute by dimension value, and the minute's visitors, as our own job keeps them. */
final class LiveCounters {
  private static final List<String> DIMENSIONS =
      List.of("event", "page", "country", "device", "plan");

  private final RedisClient redis;
  private final String prefix;

  /** Counts into keys that begin with {@code prefix}. */
  LiveCounters(RedisClient redis, String prefix) {
    this.redis = redis;
    this.prefix = prefix;
  }

  /** Adds a micro-batch: one aggregation for the counters, one for the visitors. */
  void add(Dataset<Row> events) {
    Column minute = floor(col("event_time").cast("long").divide(60)).as("minute");
    // A text joined with null is null, and null is not counted.
    Column[] fields =
        Stream.concat(
                Stream.of(lit("total")),
                DIMENSIONS.stream().map(name -> concat(lit(name + "|"), col(name))))
            .toArray(Column[]::new);
    List<Row> counts =
        events
            .select(minute, explode(array(fields)).as("field"))
            .where(col("field").isNotNull())
            .groupBy("minute", "field")
            .count()
            .collectAsList();
    List<Row> visitors =
        events
            .select(minute, coalesce(col("anonymous_id"), col("distinct_id")).as("visitor"))
            .groupBy("minute")
            .agg(collect_set("visitor").as("visitors"))
            .collectAsList();
    try (AbstractPipeline pipeline = redis.pipelined()) {
      for (Row count : counts) {
        pipeline.hincrBy(
            prefix + "minute:" + count.getLong(0), count.getString(1), count.getLong(2));
      }
      for (Row minuteVisitors : visitors) {
        pipeline.pfadd(
            prefix + "visitors:" + minuteVisitors.getLong(0),
            minuteVisitors.<String>getList(1).toArray(String[]::new));
      }
      pipeline.sync();
    }
  }
}
