package metricflow.jobs.retention;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.explode;

import java.util.List;
import java.util.TreeMap;
import metricflow.jobs.QueryApi;
import metricflow.table.Retention;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.SparkSession;

/** The days each project's team has set: as the query API tells them, or a file of its answer. */
final class ProjectDays {
  static final String FLAG = "--projects";

  private static final String SCHEMA =
      "projects ARRAY<STRUCT<project_id: INT, retention_days: INT>>";

  private ProjectDays() {}

  /** The answer of the API's {@code /v1/projects}, as text. */
  static String ofApi(QueryApi api) {
    return api.get("/v1/projects", "how many days each project keeps", FLAG);
  }

  /**
   * Days by project, those that are fewer than {@code kept} keeps of every project.
   *
   * <p>A team's days are a wish within what the installation can do: never more than its own, and
   * never fewer than {@link Retention#MIN_DAYS}. What {@code kept} says of a project itself wins.
   */
  static DaysKept within(DaysKept kept, SparkSession spark, String json) {
    TreeMap<Integer, Integer> fewer = new TreeMap<>();
    spark
        .read()
        .schema(SCHEMA)
        .option("mode", "FAILFAST")
        .json(spark.createDataset(List.of(json), Encoders.STRING()))
        .select(explode(col("projects")).as("project"))
        .select("project.*")
        .where("retention_days IS NOT NULL")
        .collectAsList()
        .forEach(row -> {
          int days = Math.max(Retention.MIN_DAYS, row.getInt(1));
          if (days < kept.days()) {
            fewer.put(row.getInt(0), days);
          }
        });
    fewer.putAll(kept.fewer());
    return new DaysKept(kept.days(), fewer);
  }
}
