package metricflow.streaming.live;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.expr;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.udf;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import metricflow.event.DerivedEventId;
import metricflow.event.Dimension;
import metricflow.event.EventNames;
import metricflow.funnel.FunnelDefinition;
import metricflow.funnel.FunnelStep;
import metricflow.live.LiveDimensions;
import metricflow.live.LiveKeys;
import metricflow.streaming.step.Latest;
import metricflow.streaming.step.Refold;
import metricflow.table.Tables;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.api.java.UDF5;
import org.apache.spark.sql.delta.DeltaLog;
import org.apache.spark.sql.delta.Snapshot;
import org.apache.spark.sql.types.DataTypes;

/** The events of the lake at one version, as far as the live view is made of them. */
final class LakeEvents {
  /** Rows folded at a time; what they fold to is what the driver holds of a rebuild. */
  private static final long ROWS_PER_PART = 100_000;

  private static final int FEED_TASKS = 8;

  /** Compaction leaves out ids that follow from other columns. */
  private static final Column EVENT_ID =
      udf(
              (UDF5<byte[], Integer, byte[], Integer, Long, byte[]>) DerivedEventId::whole,
              DataTypes.BinaryType)
          .apply(
              col("event_id"),
              col("event_id_tab"),
              col("session_id").cast(DataTypes.BinaryType),
              col("sequence"),
              expr("unix_millis(coalesce(client_time, event_time))"));

  private final SparkSession spark;
  private final String location;
  private final Snapshot snapshot;
  private final Horizon horizon;

  /**
   * What the live view reaches back to.
   *
   * @param countedFrom start of the oldest minute counted, epoch milliseconds
   * @param today current UTC day
   */
  record Horizon(long countedFrom, LocalDate today) {
    static Horizon at(long now) {
      long minute = Math.floorDiv(now, 60_000L) - LiveKeys.MINUTES_KEPT + 1;
      return new Horizon(minute * 60_000L, LocalDate.ofEpochDay(Math.floorDiv(now, 86_400_000L)));
    }

    LocalDate funnelsFrom() {
      return today.minusDays(LiveKeys.FUNNEL_DAYS_KEPT - 1);
    }

    /** Statements of the day before hold for the first day of funnels too. */
    LocalDate identityFrom() {
      return funnelsFrom().minusDays(1);
    }
  }

  private LakeEvents(SparkSession spark, String location, Snapshot snapshot, Horizon horizon) {
    this.spark = spark;
    this.location = location;
    this.snapshot = snapshot;
    this.horizon = horizon;
  }

  /** The events as they are in the lake now. */
  static LakeEvents now(SparkSession spark, String lake, long now) {
    String location = Tables.EVENTS.location(lake);
    Snapshot snapshot =
        DeltaLog.forTable(spark, location)
            .update(false, scala.Option.empty(), scala.Option.empty());
    return new LakeEvents(spark, location, snapshot, Horizon.at(now));
  }

  /** The last micro-batch of a query that is in the lake with events; -1 when none is. */
  long lastBatch(String queryId) {
    scala.Option<Object> version = snapshot.transactions().get(queryId);
    return version.isEmpty() ? -1 : (Long) version.get();
  }

  /** Whether the table has no file at all, which takes no reading to know. */
  boolean isEmpty() {
    return snapshot.numOfFiles() == 0;
  }

  /**
   * Folds, part by part, so that memory is bounded by a part.
   *
   * @param dimensions what is counted
   * @param funnels saved funnels by project
   */
  Iterator<Refold.Part> fold(
      LiveDimensions dimensions, Map<Integer, List<FunnelDefinition>> funnels) {
    Dataset<Row> rows =
        table().where(counts().or(matters(funnels.values()))).select(columns(dimensions, funnels));
    long count = rows.count();
    int parts = (int) Math.min(count / ROWS_PER_PART + 1, 100_000);
    return rows.repartition(parts, col("project_id"), col("event_id"))
        .sortWithinPartitions("project_id", "event_id", "received_at")
        .mapPartitions(
            new Refold(dimensions, funnels, horizon.countedFrom()),
            Encoders.javaSerialization(Refold.Part.class))
        .toLocalIterator();
  }

  /** The latest events of each project by receipt, for the feed. */
  Latest latest() {
    Latest all = new Latest();
    table()
        .where(col("event_date").geq(lit(horizon.funnelsFrom())))
        .select(columns(List.of(Dimension.PAGE, Dimension.COUNTRY, Dimension.DEVICE)))
        .coalesce(FEED_TASKS)
        .mapPartitions(Latest.OF_ROWS, Encoders.javaSerialization(Latest.class))
        .collectAsList()
        .forEach(all::addAll);
    return all;
  }

  private Dataset<Row> table() {
    return spark
        .read()
        .format("delta")
        .option("versionAsOf", snapshot.version())
        .load(location)
        .where(col("event_date").geq(lit(horizon.identityFrom())));
  }

  private Column counts() {
    return col("event_time").geq(expr("timestamp_millis(%dL)".formatted(horizon.countedFrom())));
  }

  private Column matters(Collection<List<FunnelDefinition>> funnels) {
    Set<String> steps = new TreeSet<>();
    for (List<FunnelDefinition> ofProject : funnels) {
      for (FunnelDefinition funnel : ofProject) {
        funnel.steps().stream().map(FunnelStep::event).forEach(steps::add);
      }
    }
    if (steps.isEmpty()) {
      return lit(false);
    }
    return col("event")
        .isin(EventNames.IDENTIFY, EventNames.ALIAS)
        .or(
            col("event_date")
                .geq(lit(horizon.funnelsFrom()))
                .and(col("event").isin(steps.toArray())));
  }

  private static Column[] columns(
      LiveDimensions dimensions, Map<Integer, List<FunnelDefinition>> funnels) {
    Set<Dimension> needed = new TreeSet<>(dimensions.all());
    funnels.values().stream()
        .flatMap(List::stream)
        .flatMap(funnel -> funnel.steps().stream())
        .flatMap(step -> step.filters().stream())
        .forEach(filter -> needed.add(filter.dimension()));
    return columns(needed);
  }

  private static Column[] columns(Collection<Dimension> dimensions) {
    List<Column> columns = new ArrayList<>();
    for (String name : List.of("project_id", "distinct_id", "anonymous_id", "sequence", "event")) {
      columns.add(col(name));
    }
    columns.add(EVENT_ID.as("event_id"));
    for (String time : List.of("event_time", "received_at")) {
      columns.add(expr("unix_millis(%s)".formatted(time)).as(time));
    }
    dimensions.stream()
        .filter(dimension -> dimension != Dimension.EVENT)
        .forEach(dimension -> columns.add(col(dimension.column())));
    return columns.toArray(Column[]::new);
  }
}
