package metricflow.jobs;

import static org.apache.spark.sql.functions.col;

import java.time.LocalDate;
import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;
import metricflow.table.Table;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.delta.Snapshot;
import org.apache.spark.sql.delta.actions.AddFile;

/** The files of tables that are partitioned by day. */
public final class DayFiles {
  private DayFiles() {}

  /** The files of the days in a version of the table. */
  public static List<AddFile> of(Snapshot version, Collection<LocalDate> days) {
    return version
        .allFiles()
        .where(
            col("partitionValues")
                .getItem("event_date")
                .isin(days.stream().map(LocalDate::toString).toArray()))
        .collectAsList();
  }

  /** The order of rows that are written to several days at once: by day, then as in a file. */
  public static Column[] order(Table table) {
    return Stream.concat(Stream.of("event_date"), table.sortColumns().stream())
        .map(name -> col(name))
        .toArray(Column[]::new);
  }
}
