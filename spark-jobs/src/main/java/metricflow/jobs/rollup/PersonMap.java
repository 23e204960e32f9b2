package metricflow.jobs.rollup;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.min;

import java.sql.Timestamp;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import metricflow.event.EventNames;
import metricflow.identity.IdentityEdge;
import metricflow.identity.IdentityResolver;
import metricflow.jobs.Lake;
import metricflow.table.Tables;
import org.apache.spark.api.java.function.FlatMapGroupsFunction;
import org.apache.spark.api.java.function.MapFunction;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;

/**
 * The person of each id, resolved from every identify and alias event there is. A statement whose
 * day the lake no longer keeps stays what the map says of it.
 */
final class PersonMap {
  private final Lake lake;
  private Dataset<Row> resolved;

  PersonMap(Lake lake) {
    this.lake = lake;
  }

  /**
   * Resolves the persons anew and compares them with the map as it is.
   *
   * @param firstDay the first day that has events; empty when none has
   */
  Changes changes(Dataset<Row> events, Optional<LocalDate> firstDay) {
    Dataset<Row> statements = statements(events);
    resolved =
        resolve(firstDay.map(day -> statements.unionByName(keptBefore(day))).orElse(statements))
            .persist();
    Dataset<Row> now = resolved.as("now");
    Dataset<Row> before = lake.read(Tables.PERSON_MAP).as("before");
    Dataset<Row> changed =
        now.join(
                before,
                col("now.project_id")
                    .equalTo(col("before.project_id"))
                    .and(col("now.distinct_id").equalTo(col("before.distinct_id"))),
                "full_outer")
            .where(
                col("now.person_id")
                    .eqNullSafe(col("before.person_id"))
                    .and(col("now.identified_at").eqNullSafe(col("before.identified_at")))
                    .equalTo(false))
            .select(
                coalesce(col("now.project_id"), col("before.project_id")).as("project_id"),
                coalesce(col("now.distinct_id"), col("before.distinct_id")).as("distinct_id"))
            .persist();
    return new Changes(changed, changed.count(), resolved.count());
  }

  /**
   * The difference between the map as it is and as it should be.
   *
   * @param ids ids that get another person, lose theirs or gain one
   * @param count number of them
   * @param persons number of ids the new map has
   */
  record Changes(Dataset<Row> ids, long count, long persons) {
    boolean any() {
      return count > 0;
    }

    /** Which of the days have events of an id that changes. */
    List<LocalDate> days(Dataset<Row> events, Set<LocalDate> among) {
      if (among.isEmpty()) {
        return List.of();
      }
      return events
          .where(RollupDays.in(among))
          .select("event_date", "project_id", "distinct_id")
          .join(
              ids,
              scala.jdk.javaapi.CollectionConverters.asScala(List.of("project_id", "distinct_id"))
                  .toSeq(),
              "left_semi")
          .select("event_date")
          .distinct()
          .collectAsList()
          .stream()
          .map(row -> row.getDate(0).toLocalDate())
          .collect(Collectors.toList());
    }
  }

  /** Puts the resolved persons in the map's place, at once. */
  void replace() {
    resolved
        .coalesce(1)
        .sortWithinPartitions("project_id", "distinct_id")
        .write()
        .format("delta")
        .mode("overwrite")
        .save(lake.location(Tables.PERSON_MAP));
  }

  private static Dataset<Row> statements(Dataset<Row> events) {
    return events
        .where(col("event").isin(EventNames.IDENTIFY, EventNames.ALIAS))
        .where(col("anonymous_id").isNotNull())
        .groupBy("project_id", "anonymous_id", "distinct_id")
        .agg(min("event_time").as("event_time"));
  }

  /** What the map says of times of which the lake keeps no events. */
  private Dataset<Row> keptBefore(LocalDate day) {
    return lake.read(Tables.PERSON_MAP)
        .where(col("identified_at").lt(lit(day).cast("timestamp")))
        .selectExpr(
            "project_id",
            "distinct_id AS anonymous_id",
            "person_id AS distinct_id",
            "identified_at AS event_time");
  }

  private static Dataset<Row> resolve(Dataset<Row> statements) {
    return statements
        .groupByKey((MapFunction<Row, Integer>) row -> row.getInt(0), Encoders.INT())
        .flatMapGroups(
            (FlatMapGroupsFunction<Integer, Row, Row>) PersonMap::personsOfProject,
            Encoders.row(Lake.schema(Tables.PERSON_MAP)));
  }

  private static Iterator<Row> personsOfProject(Integer projectId, Iterator<Row> statements) {
    List<IdentityEdge> edges = new ArrayList<>();
    statements.forEachRemaining(row ->
        edges.add(
            new IdentityEdge(row.getString(1), row.getString(2), row.getTimestamp(3).getTime())));
    Collection<Row> rows = new ArrayList<>();
    IdentityResolver.resolve(edges)
        .forEach((id, person) ->
            rows.add(
                RowFactory.create(
                    projectId, id, person.personId(), new Timestamp(person.identifiedAt()))));
    return rows.iterator();
  }
}
