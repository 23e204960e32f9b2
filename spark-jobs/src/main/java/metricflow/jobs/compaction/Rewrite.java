package metricflow.jobs.compaction;

import static org.apache.spark.sql.functions.col;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import metricflow.jobs.DayFiles;
import metricflow.jobs.Duplicates;
import metricflow.jobs.EventIdColumn;
import metricflow.jobs.FileEncoding;
import metricflow.jobs.Lake;
import metricflow.jobs.Promotions;
import metricflow.jobs.SparkSessions;
import metricflow.table.Tables;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.delta.DeltaOperations;
import org.apache.spark.sql.delta.OptimisticTransaction;
import org.apache.spark.sql.delta.actions.Action;
import org.apache.spark.sql.delta.actions.AddFile;
import org.apache.spark.sql.delta.actions.FileAction;
import scala.jdk.javaapi.CollectionConverters;

/**
 * The rewrite of a few days: exactly the files seen at the start are replaced, in one commit.
 *
 * <p>Delta's own overwrite would also drop, or refuse to commit over, what the stream appends
 * meanwhile. Here the transaction names the files it replaces and claims to have read nothing else:
 * files appended meanwhile stay, and only another replacement of the same files is a conflict.
 */
final class Rewrite {
  /** Size of a file, before compression gains from sorting. */
  static final long FILE_BYTES = 192L << 20;

  private final OptimisticTransaction transaction;
  private final List<AddFile> before;
  private final List<AddFile> after;
  private final long rowsBefore;
  private final int promotion;

  private Rewrite(
      OptimisticTransaction transaction,
      List<AddFile> before,
      List<AddFile> after,
      long rowsBefore,
      int promotion) {
    this.transaction = transaction;
    this.before = before;
    this.after = after;
    this.rowsBefore = rowsBefore;
    this.promotion = promotion;
  }

  /**
   * What a rewrite did.
   *
   * @param rowsKept rows the days have in the new files
   * @param duplicatesRemoved rows that gave way to another row of the same event
   */
  record Outcome(
      long filesBefore,
      long filesAfter,
      long bytesBefore,
      long bytesAfter,
      long rowsKept,
      long duplicatesRemoved) {}

  /**
   * Writes the new files; readers do not see them before {@link #commit}.
   *
   * @param promotions which properties their rows have in columns as well
   */
  static Rewrite prepare(Lake lake, Set<LocalDate> days, Promotions promotions) {
    OptimisticTransaction transaction =
        lake.log(Tables.EVENTS).startTransaction(scala.Option.empty(), scala.Option.empty());
    List<AddFile> before = DayFiles.of(transaction.snapshot(), days);
    Dataset<Row> events =
        EventIdColumn.whole(lake.read(Tables.EVENTS, transaction.snapshot().version()));
    try (Duplicates duplicates = new Duplicates(events, days)) {
      Dataset<Row> each = Redundancy.leftOut(promotions.fill(duplicates.eachOnce()));
      long rowsBefore =
          NewFiles.tellRows(before)
              ? NewFiles.rows(before)
              : events.where(col("event_date").isin(days.toArray())).count();
      List<AddFile> after = new ArrayList<>();
      for (FileAction action :
          CollectionConverters.asJava(
              FileEncoding.inMillis(
                  lake.spark(),
                  () ->
                      transaction.writeFiles(sorted(each, days.size(), NewFiles.bytes(before)))))) {
        after.add((AddFile) action);
      }
      return new Rewrite(transaction, before, after, rowsBefore, promotions.newest());
    }
  }

  /** Small days: one file each. A day larger than a file: as many as it needs, by ranges. */
  private static Dataset<Row> sorted(Dataset<Row> rows, int days, long bytes) {
    Column[] order = DayFiles.order(Tables.EVENTS);
    int files = (int) Math.max(1, bytes / FILE_BYTES);
    Dataset<Row> divided;
    if (days > 1) {
      int tasks = Math.min(days, 2 * SparkSessions.cores(rows.sparkSession()));
      divided = rows.repartition(tasks, col("event_date"));
    } else {
      divided = files == 1 ? rows.coalesce(1) : rows.repartitionByRange(files, order);
    }
    return divided.sortWithinPartitions(order);
  }

  /**
   * Puts the new files in the place of the old.
   *
   * @throws java.util.ConcurrentModificationException when another job replaced one of the old
   *     files; nothing is changed then
   */
  Outcome commit() {
    long rowsAfter = NewFiles.rows(after);
    // Followers of the table need not read again what only moved to another file.
    boolean changesRows = rowsBefore != rowsAfter;
    List<Action> actions = new ArrayList<>();
    long now = System.currentTimeMillis();
    before.forEach(file -> actions.add(file.removeWithTimestamp(now, changesRows)));
    actions.addAll(
        new NewFiles(UUID.randomUUID().toString(), promotion, changesRows, before).logged(after));
    transaction.commit(
        CollectionConverters.asScala(actions).toSeq(),
        new DeltaOperations.Optimize(
            NewFiles.emptySeq(), NewFiles.emptySeq(), false, scala.Option.empty(), false));
    return new Outcome(
        before.size(),
        after.size(),
        NewFiles.bytes(before),
        NewFiles.bytes(after),
        rowsAfter,
        rowsBefore - rowsAfter);
  }
}
