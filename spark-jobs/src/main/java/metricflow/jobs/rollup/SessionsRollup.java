package metricflow.jobs.rollup;

import static org.apache.spark.sql.functions.col;

import java.time.LocalDate;
import java.util.Set;
import java.util.TreeSet;
import metricflow.jobs.Lake;
import metricflow.table.Tables;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** The table of sessions: the days of a batch, and neighbours whose sessions turn out changed. */
final class SessionsRollup {
  private final Lake lake;
  private final MidnightNeighbours neighbours;

  SessionsRollup(Lake lake, MidnightNeighbours neighbours) {
    this.lake = lake;
    this.neighbours = neighbours;
  }

  /**
   * Replaces the days.
   *
   * @param sessions all of the days; of the neighbours those of the persons around midnight
   * @param count about how many they are
   */
  void replace(Dataset<Row> sessions, Set<LocalDate> days, long count) {
    Dataset<Row> replaced = sessions.where(RollupDays.in(days));
    Set<LocalDate> replacedDays = new TreeSet<>(days);
    if (!neighbours.inPlace().isEmpty()) {
      Dataset<Row> present =
          lake.read(Tables.SESSIONS)
              .where(RollupDays.in(neighbours.inPlace()))
              .select(PassRows.columns(Tables.SESSIONS));
      Dataset<Row> divided = sessions.where(RollupDays.in(neighbours.inPlace()));
      Set<LocalDate> changed = changedDays(neighbours.ofThePersons(present), divided);
      if (!changed.isEmpty()) {
        replaced =
            replaced
                .unionByName(divided.where(RollupDays.in(changed)))
                .unionByName(neighbours.ofOthers(present).where(RollupDays.in(changed)));
        replacedDays.addAll(changed);
      }
    }
    new DayTable(lake, Tables.SESSIONS).replace(replaced, replacedDays, count);
  }

  private static Set<LocalDate> changedDays(Dataset<Row> before, Dataset<Row> now) {
    Set<LocalDate> changed = new TreeSet<>();
    before
        .exceptAll(now)
        .unionAll(now.exceptAll(before))
        .select(col("event_date"))
        .distinct()
        .collectAsList()
        .forEach(row -> changed.add(row.getDate(0).toLocalDate()));
    return changed;
  }
}
