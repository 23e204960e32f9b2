package metricflow.jobs.rollup;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.row_number;
import static org.apache.spark.sql.functions.when;

import java.util.ArrayList;
import java.util.ConcurrentModificationException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import metricflow.event.EventNames;
import metricflow.jobs.JobFailedException;
import metricflow.jobs.Lake;
import metricflow.table.Tables;
import metricflow.timeline.TimelineCodes;
import metricflow.timeline.TimelineCodes.Meaning;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.expressions.Window;

/** The table of codes: gives them to what events have not had before. */
final class TimelineDictionary {
  /** Identity of the commits: of two runs that give codes at once, one gives way. */
  private static final String COMMITS = "timeline-codes";

  private static final int ATTEMPTS = 5;

  private final Lake lake;

  TimelineDictionary(Lake lake) {
    this.lake = lake;
  }

  /** Codes for everything in the events, after a commit when some are new. */
  CodeLookup codesOf(Dataset<Row> events) {
    Map<Integer, List<Meaning>> seen = seen(events);
    for (int attempt = 1; ; attempt++) {
      // What another run gave meanwhile is known the next time round.
      long version = lake.log(Tables.TIMELINE_CODES).unsafeVolatileSnapshot().version();
      Map<Integer, Map<Meaning, Integer>> known = read(version);
      List<Row> added = added(seen, known);
      if (added.isEmpty()) {
        return new CodeLookup(known);
      }
      try {
        Dataset<Row> rows =
            lake.spark().createDataFrame(added, Lake.schema(Tables.TIMELINE_CODES)).coalesce(1);
        lake.appendOnce(Tables.TIMELINE_CODES, rows, COMMITS, version + 1);
      } catch (ConcurrentModificationException anotherRun) {
        if (attempt == ATTEMPTS) {
          throw new JobFailedException(
              "Other runs gave codes to events %d times meanwhile. Run one rollup at a time."
                  .formatted(ATTEMPTS),
              anotherRun);
        }
      }
    }
  }

  /** What there is, by project, most frequent first: at most as many as there are codes. */
  private static Map<Integer, List<Meaning>> seen(Dataset<Row> events) {
    Column page = when(col("event").equalTo(EventNames.PAGE_VIEW), col("page")).as("page");
    Column rank =
        row_number()
            .over(
                Window.partitionBy(col("project_id"), col("page").isNull())
                    .orderBy(col("times").desc(), col("event"), col("page")));
    Map<Integer, List<Meaning>> seen = new HashMap<>();
    events
        .select(col("project_id"), col("event"), page)
        .groupBy("project_id", "event", "page")
        .agg(count("*").as("times"))
        .withColumn("rank", rank)
        .where(
            col("rank")
                .leq(
                    when(col("page").isNull(), TimelineCodes.MAX_CODE)
                        .otherwise(TimelineCodes.MAX_PAGES)))
        .orderBy(col("project_id"), col("times").desc(), col("event"), col("page"))
        .collectAsList()
        .forEach(row ->
            seen.computeIfAbsent(row.getInt(0), project -> new ArrayList<>())
                .add(new Meaning(row.getString(1), row.getString(2))));
    return seen;
  }

  private Map<Integer, Map<Meaning, Integer>> read(long version) {
    Map<Integer, Map<Meaning, Integer>> known = new HashMap<>();
    lake.read(Tables.TIMELINE_CODES, version)
        .select("project_id", "code", "event", "page")
        .collectAsList()
        .forEach(row ->
            known
                .computeIfAbsent(row.getInt(0), project -> new HashMap<>())
                .put(new Meaning(row.getString(2), row.getString(3)), row.getInt(1)));
    return known;
  }

  private static List<Row> added(
      Map<Integer, List<Meaning>> seen, Map<Integer, Map<Meaning, Integer>> known) {
    List<Row> rows = new ArrayList<>();
    seen.forEach((project, meanings) ->
        new TimelineCodes(known.getOrDefault(project, Map.of()))
            .assign(meanings)
            .forEach((meaning, code) ->
                rows.add(RowFactory.create(project, code, meaning.event(), meaning.page()))));
    return rows;
  }
}
