package metricflow.jobs.rollup;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.row_number;
import static org.apache.spark.sql.functions.when;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import metricflow.event.EventNames;
import metricflow.jobs.Lake;
import metricflow.table.Tables;
import metricflow.timeline.TimelineCodes;
import metricflow.timeline.TimelineCodes.Meaning;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.expressions.Window;

/** What the codes of events stand for: gives them to what events have not had before. */
final class TimelineDictionary {
  private final CodeTable<Meaning> codes;

  TimelineDictionary(Lake lake) {
    codes =
        new CodeTable<>(
            lake,
            Tables.TIMELINE_CODES,
            "timeline-codes",
            row -> new Meaning(row.getAs("event"), row.getAs("page")),
            meaning -> Arrays.asList(meaning.event(), meaning.page()),
            (given, seen) -> new TimelineCodes(given).assign(seen));
  }

  /** Codes for everything in the events, after a commit when some are new. */
  CodeLookup codesOf(Dataset<Row> events) {
    return new CodeLookup(codes.codesOf(seen(events)));
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
}
