package metricflow.jobs.rollup;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.expr;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.min;

import java.time.LocalDate;
import java.util.Collection;
import java.util.Set;
import java.util.TreeSet;
import metricflow.jobs.Lake;
import metricflow.table.Tables;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * The table of first times. A row lies in the day it tells, so days that are rolled up again carry
 * all rows that may become wrong by it. A row changes elsewhere only when an earlier time is found
 * ({@code moved}); a person or event that is no longer there in the days is looked for in the
 * events of all other days ({@code lost}), which is rare.
 */
final class FirstSeen {
  private final Lake lake;
  private final Dataset<Row> events;
  private final Collection<LocalDate> rolled;

  /**
   * The table.
   *
   * @param needed events of all days, as {@link PersonEvents#needed}
   * @param rolled days in place, other than those to be replaced
   */
  FirstSeen(Lake lake, Dataset<Row> needed, Collection<LocalDate> rolled) {
    this.lake = lake;
    this.events = needed;
    this.rolled = rolled;
  }

  /**
   * Replaces the days.
   *
   * @param firsts first time within the days of each person, and of each person and event
   * @param count about how many they are
   */
  void replace(Dataset<Row> firsts, Set<LocalDate> days, long count) {
    Dataset<Row> present = lake.read(Tables.FIRST_SEEN).select(PassRows.columns(Tables.FIRST_SEEN));
    Dataset<Row> elsewhere = present.where("NOT " + RollupDays.in(days));
    Dataset<Row> candidates = withLost(firsts, present.where(RollupDays.in(days)));
    Dataset<Row> best =
        candidates
            .as("a")
            .join(elsewhere.as("b"), sameKey(), "left")
            .where(
                col("b.first_event_time")
                    .isNull()
                    .or(col("a.first_event_time").lt(col("b.first_event_time"))))
            .select(col("a.*"), col("b.event_date").as("moved_from"))
            .persist();
    try {
      Set<LocalDate> touched = new TreeSet<>();
      best.select(expr("explode(array(event_date, moved_from)) AS day"))
          .where("day IS NOT NULL")
          .distinct()
          .collectAsList()
          .forEach(row -> touched.add(row.getDate(0).toLocalDate()));
      touched.removeAll(days);
      Dataset<Row> rows = best.select(PassRows.columns(Tables.FIRST_SEEN));
      Set<LocalDate> replaced = new TreeSet<>(days);
      if (!touched.isEmpty()) {
        rows =
            rows.unionByName(
                elsewhere
                    .where(RollupDays.in(touched))
                    .as("a")
                    .join(best.as("b"), sameKey(), "left_anti"));
        replaced.addAll(touched);
      }
      new DayTable(lake, Tables.FIRST_SEEN).replace(rows, replaced, count);
    } finally {
      best.unpersist();
    }
  }

  /** The candidates, and for rows that lost their event the next time it is elsewhere. */
  private Dataset<Row> withLost(Dataset<Row> firsts, Dataset<Row> presentInDays) {
    if (rolled.isEmpty()) {
      return firsts;
    }
    Dataset<Row> tied =
        lake.read(Tables.PERSON_MAP).select(col("project_id"), col("distinct_id").as("person_id"));
    Dataset<Row> lost =
        presentInDays
            .as("a")
            .join(firsts.as("b"), sameKey(), "left")
            .where(coalesce(col("b.first_event_time").gt(col("a.first_event_time")), lit(true)))
            .select("a.*")
            // Ids that are no longer persons of their own have no first time.
            .as("a")
            .join(tied.as("b"), samePerson(), "left_anti");
    if (lost.isEmpty()) {
      return firsts;
    }
    Dataset<Row> found =
        PersonEvents.withPerson(lake, events.where(RollupDays.in(rolled)))
            .as("a")
            .join(
                lost.select("project_id", "person_id").distinct().as("b"),
                samePerson(),
                "left_semi")
            .select(
                col("project_id"),
                col("person_id"),
                expr("explode(array(event, CAST(NULL AS STRING))) AS event"),
                col("event_time").as("first_event_time"),
                col("event_date"))
            .as("a")
            .join(lost.as("b"), sameKey(), "left_semi");
    return firsts
        .unionByName(found)
        .groupBy("project_id", "person_id", "event")
        .agg(min("first_event_time").as("first_event_time"), min("event_date").as("event_date"));
  }

  private static Column samePerson() {
    return col("a.project_id")
        .equalTo(col("b.project_id"))
        .and(col("a.person_id").equalTo(col("b.person_id")));
  }

  private static Column sameKey() {
    return samePerson().and(col("a.event").eqNullSafe(col("b.event")));
  }
}
