package metricflow.jobs.rollup;

import static org.apache.spark.sql.functions.col;

import java.time.LocalDate;
import java.util.Collection;
import java.util.stream.Stream;
import metricflow.jobs.Lake;
import metricflow.table.Table;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** A table of rollups, partitioned by day. */
final class DayTable {
  /** About as many rows as a file of a table of persons has. */
  private static final long ROWS_OF_A_FILE = 1_000_000;

  private final Lake lake;
  private final Table table;

  DayTable(Lake lake, Table table) {
    this.lake = lake;
    this.table = table;
  }

  /**
   * Puts the rows in the place of what the table has of the days, at once, sorted as the table is.
   *
   * @param count about how many rows they are
   */
  void replace(Dataset<Row> rows, Collection<LocalDate> days, long count) {
    Column[] order =
        Stream.concat(Stream.of("event_date"), table.sortColumns().stream())
            .map(name -> col(name))
            .toArray(Column[]::new);
    Dataset<Row> own = rows.select(PassRows.columns(table));
    int files = (int) (1 + count / ROWS_OF_A_FILE);
    Dataset<Row> divided = files == 1 ? own.coalesce(1) : own.repartitionByRange(files, order);
    divided
        .sortWithinPartitions(order)
        .write()
        .format("delta")
        .mode("overwrite")
        .option("replaceWhere", RollupDays.in(days))
        .save(lake.location(table));
  }
}
