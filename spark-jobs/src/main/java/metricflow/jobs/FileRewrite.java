package metricflow.jobs;

import static org.apache.spark.sql.functions.col;

import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import metricflow.table.Table;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.delta.DeltaLog;
import org.apache.spark.sql.delta.DeltaOperations;
import org.apache.spark.sql.delta.OptimisticTransaction;
import org.apache.spark.sql.delta.Snapshot;
import org.apache.spark.sql.delta.actions.Action;
import org.apache.spark.sql.delta.actions.AddFile;
import scala.Option;
import scala.jdk.javaapi.CollectionConverters;

/**
 * Takes rows out of a table, or changes them, while others append to it.
 *
 * <p>Delta's own {@code DELETE} refuses to commit when the stream has appended meanwhile, which it
 * does each second. Here exactly the files that hold such rows are replaced, and the transaction
 * claims to have read nothing else; what is appended meanwhile is looked at next, until no file
 * holds such a row.
 */
public final class FileRewrite {
  private static final long BYTES_OF_A_COMMIT = 2L << 30;

  private final Lake lake;
  private final Table table;
  private final UnaryOperator<Dataset<Row>> matching;
  private final UnaryOperator<Dataset<Row>> changed;
  private final Instant since;

  /**
   * A rewrite.
   *
   * @param matching the rows that must not stay as they are, of the rows of the table
   * @param changed what becomes of the rows of a file; none of them is {@code matching}
   */
  public FileRewrite(
      Lake lake,
      Table table,
      UnaryOperator<Dataset<Row>> matching,
      UnaryOperator<Dataset<Row>> changed) {
    this(lake, table, matching, changed, Instant.MIN);
  }

  private FileRewrite(
      Lake lake,
      Table table,
      UnaryOperator<Dataset<Row>> matching,
      UnaryOperator<Dataset<Row>> changed,
      Instant since) {
    this.lake = lake;
    this.table = table;
    this.matching = matching;
    this.changed = changed;
    this.since = since;
  }

  /** The same, of files with a row that was stored after {@code since}. */
  public FileRewrite since(Instant since) {
    return new FileRewrite(lake, table, matching, changed, since);
  }

  /**
   * What was done.
   *
   * @param rowsRemoved rows the files have fewer
   * @param files files that were replaced
   * @param days days they belong to; none where the table is not divided by days
   */
  public record Outcome(long rowsRemoved, long files, Set<LocalDate> days) {
    static Outcome nothing() {
      return new Outcome(0, 0, new TreeSet<>());
    }

    private Outcome and(Outcome next) {
      days.addAll(next.days);
      return new Outcome(rowsRemoved + next.rowsRemoved, files + next.files, days);
    }
  }

  /** Rows that match now; nothing is changed. */
  public long count() {
    return matching.apply(rows(lake.log(table).unsafeVolatileSnapshot())).count();
  }

  /** Replaces files until none holds a row that matches. */
  public Outcome run(Progress progress) {
    Outcome all = Outcome.nothing();
    while (true) {
      Outcome next =
          CommitRetry.run(progress, "rewriting files of " + table.name(), this::replaceSome);
      if (next.files == 0) {
        return all;
      }
      all = all.and(next);
    }
  }

  private Outcome replaceSome() {
    DeltaLog log = lake.log(table);
    OptimisticTransaction transaction = log.startTransaction(Option.empty(), Option.empty());
    List<AddFile> before = holding(transaction.snapshot());
    if (before.isEmpty()) {
      return Outcome.nothing();
    }
    Dataset<Row> rows =
        log.createDataFrame(
            transaction.snapshot(),
            CollectionConverters.asScala(before).toSeq(),
            false,
            Option.empty());
    List<AddFile> after = new ArrayList<>();
    CollectionConverters.asJava(transaction.writeFiles(sorted(changed.apply(rows), before.size())))
        .forEach(file -> after.add((AddFile) file));
    List<Action> actions = new ArrayList<>();
    long now = System.currentTimeMillis();
    before.forEach(file -> actions.add(file.removeWithTimestamp(now, true)));
    after.stream().filter(file -> rows(file) != 0).forEach(actions::add);
    transaction.commit(
        CollectionConverters.asScala(actions).toSeq(), DeltaOperations.ManualUpdate$.MODULE$);
    long rowsBefore =
        before.stream().allMatch(file -> rows(file) >= 0) ? sum(before) : rows.count();
    return new Outcome(rowsBefore - sum(after), before.size(), days(before));
  }

  /** What may match of a version. */
  private Dataset<Row> rows(Snapshot snapshot) {
    if (since.equals(Instant.MIN)) {
      return lake.read(table, snapshot.version());
    }
    // Files of merges and compactions are as old as the newest they replace.
    List<AddFile> young =
        snapshot
            .allFiles()
            .where(col("modificationTime").geq(since.toEpochMilli()))
            .collectAsList();
    return lake.log(table)
        .createDataFrame(
            snapshot, CollectionConverters.asScala(young).toSeq(), false, Option.empty());
  }

  /** Files with such rows, as many as go into one commit. */
  private List<AddFile> holding(Snapshot snapshot) {
    Dataset<Row> names =
        matching
            .apply(rows(snapshot).withColumn("file", col("_metadata.file_name")))
            .select("file")
            .distinct();
    Set<String> holding = new TreeSet<>();
    names.collectAsList().forEach(row -> holding.add(row.getString(0)));
    if (holding.isEmpty()) {
      return List.of();
    }
    List<AddFile> files = new ArrayList<>();
    long bytes = 0;
    for (AddFile file :
        snapshot
            .allFiles()
            .where(
                org.apache
                    .spark
                    .sql
                    .functions
                    .substring_index(col("path"), "/", -1)
                    .isin(holding.toArray()))
            .collectAsList()) {
      if (files.isEmpty() || bytes + file.size() <= BYTES_OF_A_COMMIT) {
        files.add(file);
        bytes += file.size();
      }
    }
    return files;
  }

  private Dataset<Row> sorted(Dataset<Row> rows, int files) {
    String[] names =
        table.columns().stream().map(metricflow.table.Column::name).toArray(String[]::new);
    List<String> order = new ArrayList<>(table.partitionColumns());
    order.addAll(table.sortColumns());
    Column[] columns = order.stream().map(name -> col(name)).toArray(Column[]::new);
    Dataset<Row> own = rows.select(names[0], Arrays.copyOfRange(names, 1, names.length));
    int tasks = Math.min(files, 2 * SparkSessions.cores(lake.spark()));
    return (tasks == 1 ? own.coalesce(1) : own.repartitionByRange(tasks, columns))
        .sortWithinPartitions(columns);
  }

  private Set<LocalDate> days(List<AddFile> files) {
    Set<LocalDate> days = new TreeSet<>();
    if (!table.partitionColumns().isEmpty()) {
      String column = table.partitionColumns().getFirst();
      files.forEach(file -> days.add(LocalDate.parse(file.partitionValues().apply(column))));
    }
    return days;
  }

  private static long sum(List<AddFile> files) {
    return files.stream().mapToLong(FileRewrite::rows).sum();
  }

  /** Rows of a file; -1 when it does not tell. */
  private static long rows(AddFile file) {
    return (Long) file.numLogicalRecords().getOrElse(() -> -1L);
  }
}
