package metricflow.jobs;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.udf;
import static org.apache.spark.sql.functions.when;

import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import metricflow.promotion.Promotion;
import metricflow.promotion.Property;
import metricflow.promotion.PropertyKind;
import metricflow.table.Column;
import metricflow.table.Tables;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.StructType;

/**
 * The promotion of each project that is in force, by project: what the promoted columns of events
 * written from now on hold.
 *
 * @param byProject the newest promotion of each project that has one
 */
public record Promotions(SortedMap<Integer, Promotion> byProject) {
  private static final String FILLED = "promoted";

  /** Keeps its own copy. */
  public Promotions {
    byProject = Collections.unmodifiableSortedMap(new TreeMap<>(byProject));
  }

  /** What is in force in the lake now. */
  public static Promotions of(Lake lake) {
    lake.ensure(Tables.PROMOTED_PROPERTIES);
    List<Row> rows =
        lake.read(Tables.PROMOTED_PROPERTIES)
            .select("project_id", "promotion", "object", "property", "kind", "slot")
            .collectAsList();
    Map<Integer, Integer> newest = new HashMap<>();
    rows.forEach(row -> newest.merge(row.getInt(0), row.getInt(1), Math::max));
    Map<Integer, Map<PropertyKind, Map<Integer, Property>>> slots = new HashMap<>();
    for (Row row : rows) {
      if (newest.get(row.getInt(0)) == row.getInt(1)) {
        slots
            .computeIfAbsent(row.getInt(0), project -> new HashMap<>())
            .computeIfAbsent(PropertyKind.named(row.getString(4)), kind -> new HashMap<>())
            .put(row.getInt(5), new Property(row.getString(2), row.getString(3)));
      }
    }
    SortedMap<Integer, Promotion> promotions = new TreeMap<>();
    slots.forEach((project, ofProject) ->
        promotions.put(project, new Promotion(newest.get(project), ofProject)));
    return new Promotions(promotions);
  }

  /** The promotion of a project, {@link Promotion#NONE} when it has none. */
  public Promotion of(int projectId) {
    return byProject.getOrDefault(projectId, Promotion.NONE);
  }

  /** The highest number in force; 0 when nothing has ever been promoted. */
  public int newest() {
    return numbers().stream().mapToInt(number -> number).max().orElse(0);
  }

  private Collection<Integer> numbers() {
    return byProject.values().stream().map(Promotion::number).toList();
  }

  /** Rows of {@code events} with their promoted columns as these promotions have them. */
  public Dataset<Row> fill(Dataset<Row> events) {
    if (byProject.isEmpty()) {
      return events;
    }
    List<Column> derived = Tables.promotedColumns();
    StructType schema = new StructType();
    for (Column column : derived) {
      schema = schema.add(column.name(), Lake.sparkType(column.type()), true);
    }
    // Spark repeats a deterministic function for each field that is taken from its result.
    var values = udf(new PromotedValues(byProject), schema).asNondeterministic();
    Dataset<Row> filled =
        events.withColumn(
            FILLED,
            when(
                    col("project_id").isin(byProject.keySet().toArray()),
                    values.apply(col("project_id"), col("properties"), col("user_properties")))
                .otherwise(lit(null).cast(schema)));
    for (Column column : derived) {
      filled = filled.withColumn(column.name(), col(FILLED).getField(column.name()));
    }
    return filled.drop(FILLED);
  }
}
