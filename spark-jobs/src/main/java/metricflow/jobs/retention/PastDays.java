package metricflow.jobs.retention;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;

import io.delta.tables.DeltaTable;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import metricflow.jobs.CommitRetry;
import metricflow.jobs.FileRewrite;
import metricflow.jobs.Lake;
import metricflow.jobs.Progress;
import metricflow.table.Table;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.delta.DeltaOperations;
import org.apache.spark.sql.delta.OptimisticTransaction;
import org.apache.spark.sql.delta.actions.Action;
import org.apache.spark.sql.delta.actions.AddFile;
import scala.Option;
import scala.jdk.javaapi.CollectionConverters;

/** Takes days that are past out of one table. */
final class PastDays {
  /** Files taken out by one commit, so that the driver's memory is bounded. */
  private static final int FILES_OF_A_COMMIT = 20_000;

  private final Lake lake;
  private final Table table;
  private final String column;

  PastDays(Lake lake, Table table) {
    this.lake = lake;
    this.table = table;
    this.column = table.retention().column();
  }

  /**
   * What the log says of files of past days.
   *
   * @param days number of days
   */
  record Due(long days, long files, long bytes) {}

  /** Files of days before {@code first}. */
  Due due(LocalDate first) {
    Row row =
        lake.log(table)
            .unsafeVolatileSnapshot()
            .allFiles()
            .where(before(first))
            .selectExpr(
                "count(DISTINCT partitionValues['%s'])".formatted(column),
                "count(*)",
                "coalesce(sum(size), 0L)")
            .first();
    return new Due(row.getLong(0), row.getLong(1), row.getLong(2));
  }

  /** Drops whole days: no file is read or written. */
  void drop(LocalDate first, Progress progress) {
    while (CommitRetry.run(progress, "dropping days of " + table.name(), () -> dropSome(first))) {
      progress.say("more files of past days of " + table.name());
    }
  }

  private boolean dropSome(LocalDate first) {
    OptimisticTransaction transaction =
        lake.log(table).startTransaction(Option.empty(), Option.empty());
    List<AddFile> files =
        transaction
            .snapshot()
            .allFiles()
            .where(before(first))
            .limit(FILES_OF_A_COMMIT)
            .collectAsList();
    if (files.isEmpty()) {
      return false;
    }
    List<Action> actions = new ArrayList<>();
    long now = System.currentTimeMillis();
    files.forEach(file -> actions.add(file.removeWithTimestamp(now, true)));
    transaction.commit(
        CollectionConverters.asScala(actions).toSeq(), DeltaOperations.ManualUpdate$.MODULE$);
    return files.size() == FILES_OF_A_COMMIT;
  }

  private Column before(LocalDate first) {
    // Dates as texts of the log sort as dates do.
    return col("partitionValues").getItem(column).lt(first.toString());
  }

  /** Rows of days that single projects do not keep any more. */
  FileRewrite ofProjects(Map<Integer, LocalDate> firstDays) {
    Column past = past(firstDays);
    return new FileRewrite(
        lake, table, rows -> rows.where(past), rows -> rows.where("NOT (" + sql(firstDays) + ")"));
  }

  private Column past(Map<Integer, LocalDate> firstDays) {
    return org.apache.spark.sql.functions.expr(sql(firstDays));
  }

  private String sql(Map<Integer, LocalDate> firstDays) {
    List<String> each = new ArrayList<>();
    firstDays.forEach((project, first) ->
        each.add("(project_id <=> %d AND %s < DATE'%s')".formatted(project, column, first)));
    return each.isEmpty() ? "FALSE" : String.join(" OR ", each);
  }

  /** Rows of past days of a table that is not divided by days. */
  void delete(LocalDate first) {
    if (lake.read(table).where(col(column).lt(lit(first))).isEmpty()) {
      return;
    }
    DeltaTable.forPath(lake.spark(), lake.location(table)).delete(col(column).lt(lit(first)));
  }

  /** Rows older than {@code first} whose person has no day of activity in {@code userDays}. */
  FileRewrite ofGonePersons(LocalDate first, Dataset<Row> userDays) {
    Dataset<Row> active = userDays.select("project_id", "person_id").distinct();
    Column old = col(column).lt(lit(first));
    scala.collection.immutable.Seq<String> person =
        CollectionConverters.asScala(List.of("project_id", "person_id")).toSeq();
    return new FileRewrite(
        lake,
        table,
        rows -> rows.where(old).join(active, person, "left_anti"),
        rows ->
            rows.where(org.apache.spark.sql.functions.not(old))
                .unionByName(rows.where(old).join(active, person, "left_semi")));
  }
}
