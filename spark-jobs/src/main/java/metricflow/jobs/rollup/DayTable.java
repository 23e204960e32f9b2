package metricflow.jobs.rollup;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import metricflow.jobs.DayFiles;
import metricflow.jobs.Lake;
import metricflow.table.Table;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.delta.DeltaOperations;
import org.apache.spark.sql.delta.DeltaOptions;
import org.apache.spark.sql.delta.OptimisticTransaction;
import org.apache.spark.sql.delta.actions.Action;
import scala.Option;
import scala.collection.immutable.Map;
import scala.collection.immutable.Map$;
import scala.jdk.javaapi.CollectionConverters;

/** A table of rollups, partitioned by day. */
final class DayTable {
  /** About as many rows as a file of a table of persons has. */
  private static final long ROWS_OF_A_FILE = 1_000_000;

  private final Lake lake;
  private final Table table;
  private final Option<DeltaOptions> options;

  DayTable(Lake lake, Table table) {
    this(lake, table, Option.empty());
  }

  private DayTable(Lake lake, Table table, Option<DeltaOptions> options) {
    this.lake = lake;
    this.table = table;
    this.options = options;
  }

  /** A table whose values compress badly: its files are larger, and quicker to read. */
  static DayTable uncompressed(Lake lake, Table table) {
    Map<String, String> options =
        Map$.MODULE$.<String, String>empty().updated("compression", "none");
    return new DayTable(
        lake, table, Option.apply(new DeltaOptions(options, lake.spark().sessionState().conf())));
  }

  /**
   * Puts the rows in the place of what the table has of the days, in one commit, sorted as the
   * table is. It is what Delta's {@code replaceWhere} does, without its planning, which takes
   * longer than writing a small day.
   *
   * @param rows rows of these days only
   * @param count about how many they are
   * @throws java.util.ConcurrentModificationException when the table was changed meanwhile; nothing
   *     is changed then
   */
  void replace(Dataset<Row> rows, Collection<LocalDate> days, long count) {
    OptimisticTransaction transaction =
        lake.log(table).startTransaction(Option.empty(), Option.empty());
    // Two runs at once must not both add a day that was not there.
    transaction.readWholeTable();
    List<Action> actions = new ArrayList<>();
    long now = System.currentTimeMillis();
    DayFiles.of(transaction.snapshot(), days)
        .forEach(file -> actions.add(file.removeWithTimestamp(now, true)));
    actions.addAll(
        CollectionConverters.asJava(transaction.writeFiles(sorted(rows, count), options)));
    transaction.commit(
        CollectionConverters.asScala(actions).toSeq(),
        new DeltaOperations.Write(
            SaveMode.Overwrite,
            Option.apply(CollectionConverters.asScala(table.partitionColumns()).toSeq()),
            Option.apply(RollupDays.in(days)),
            Option.empty(),
            Option.empty(),
            Option.empty(),
            Option.empty(),
            Option.empty(),
            Option.empty()));
  }

  private Dataset<Row> sorted(Dataset<Row> rows, long count) {
    Column[] order = DayFiles.order(table);
    Dataset<Row> own = rows.select(PassRows.columns(table));
    int files = (int) (1 + count / ROWS_OF_A_FILE);
    return (files == 1 ? own.coalesce(1) : own.repartitionByRange(files, order))
        .sortWithinPartitions(order);
  }
}
