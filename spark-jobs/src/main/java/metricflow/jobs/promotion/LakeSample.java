package metricflow.jobs.promotion;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.sum;

import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import metricflow.jobs.Lake;
import metricflow.promotion.Property;
import metricflow.promotion.PropertyKind;
import metricflow.promotion.PropertyValues;
import metricflow.table.Tables;
import org.apache.spark.sql.Row;

/** What the lake holds of a project: whether a column would be worth its bytes. */
final class LakeSample {
  private static final int ROWS = 10_000;

  /** A column is for values that repeat: free text of this mean length gains little. */
  private static final int LONGEST_MEAN_TEXT = 200;

  /** One row in so many has a value, at least; a column of nulls gains nothing. */
  private static final int RAREST = 1_000;

  private final List<Row> rows;
  private final long events;

  private LakeSample(List<Row> rows, long events) {
    this.rows = rows;
    this.events = events;
  }

  /** Rows of the newest day that is rolled up, and the events of all that are. */
  static LakeSample of(Lake lake, int projectId) {
    Row rolled =
        lake.read(Tables.DAILY_METRICS)
            .where(col("project_id").equalTo(projectId))
            .where(col("dimension").equalTo(Tables.TOTAL))
            .agg(max("event_date"), coalesce(sum("events"), lit(0L)))
            .first();
    if (rolled.isNullAt(0)) {
      return new LakeSample(List.of(), 0);
    }
    LocalDate day = rolled.getDate(0).toLocalDate();
    List<Row> rows =
        lake.read(Tables.EVENTS)
            .where(col("event_date").equalTo(lit(day)))
            .where(col("project_id").equalTo(projectId))
            .select("properties", "user_properties")
            .limit(ROWS)
            .collectAsList();
    return new LakeSample(rows, rolled.getLong(1));
  }

  /** Events of the days rolled up. */
  long events() {
    return events;
  }

  /** Whether rows often have a value of that kind, and not a long one. */
  boolean isWorthAColumn(Property property, PropertyKind kind) {
    long present = 0;
    long bytes = 0;
    for (Row row : rows) {
      String[] value = new String[1];
      PropertyValues.read(
          row.getString(Property.OBJECTS.indexOf(property.object())),
          Map.of(property.name(), 0),
          value);
      if (kind == PropertyKind.TEXT && value[0] != null) {
        present++;
        bytes += value[0].getBytes(StandardCharsets.UTF_8).length;
      } else if (PropertyValues.number(value[0]) != null) {
        present++;
      }
    }
    return present > 0 && present * RAREST >= rows.size() && bytes <= present * LONGEST_MEAN_TEXT;
  }
}
