package metricflow.jobs.rollup;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.row_number;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import metricflow.event.Dimension;
import metricflow.jobs.Lake;
import metricflow.table.Tables;
import metricflow.timeline.TimelineContexts;
import metricflow.timeline.TimelineContexts.Context;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.expressions.Window;

/** What the codes of contexts stand for: gives them to contexts that events have not had before. */
final class ContextDictionary {
  private static final List<String> COLUMNS =
      TimelineContexts.DIMENSIONS.stream().map(Dimension::column).toList();

  private final CodeTable<Context> codes;

  ContextDictionary(Lake lake) {
    codes =
        new CodeTable<>(
            lake,
            Tables.TIMELINE_CONTEXTS,
            "timeline-contexts",
            ContextDictionary::context,
            context -> new ArrayList<>(context.values()),
            (given, seen) -> new TimelineContexts(given).assign(seen));
  }

  private static Context context(Row row) {
    return new Context(COLUMNS.stream().map(column -> row.<String>getAs(column)).toList());
  }

  /** Codes for the contexts of the events, after a commit when some are new. */
  ContextLookup codesOf(Dataset<Row> events) {
    return new ContextLookup(codes.codesOf(seen(events)));
  }

  /** What there is, by project, most frequent first: at most as many as there are codes. */
  private static Map<Integer, List<Context>> seen(Dataset<Row> events) {
    Column[] context =
        Stream.concat(Stream.of("project_id"), COLUMNS.stream())
            .map(name -> col(name))
            .toArray(Column[]::new);
    Column[] order =
        Stream.concat(Stream.of(col("times").desc()), COLUMNS.stream().map(name -> col(name)))
            .toArray(Column[]::new);
    Map<Integer, List<Context>> seen = new HashMap<>();
    events
        .groupBy(context)
        .agg(count("*").as("times"))
        .withColumn("rank", row_number().over(Window.partitionBy("project_id").orderBy(order)))
        .where(col("rank").leq(TimelineContexts.MAX_CODE))
        .orderBy(col("project_id"), col("rank"))
        .collectAsList()
        .forEach(row ->
            seen.computeIfAbsent(row.getAs("project_id"), project -> new ArrayList<>())
                .add(context(row)));
    return seen;
  }
}
