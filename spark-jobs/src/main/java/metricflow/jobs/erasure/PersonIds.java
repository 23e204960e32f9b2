package metricflow.jobs.erasure;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.min;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import metricflow.event.EventNames;
import metricflow.identity.IdentityEdge;
import metricflow.identity.IdentityResolver;
import metricflow.jobs.JobFailedException;
import metricflow.jobs.Lake;
import metricflow.table.Tables;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** All ids of a person: those the person map ties, and those that newer events do. */
final class PersonIds {
  private static final int MAX_IDS = 10_000;

  private PersonIds() {}

  /** The ids of the person that {@code id} belongs to, {@code id} among them. */
  static Set<String> of(Lake lake, int project, String id) {
    Dataset<Row> statements =
        statements(lake)
            .where(col("project_id").equalTo(project))
            .select("anonymous_id", "distinct_id", "event_time")
            .persist();
    try {
      Set<IdentityEdge> edges = around(statements, id);
      Map<String, IdentityResolver.Person> persons = IdentityResolver.resolve(List.copyOf(edges));
      String person = persons.containsKey(id) ? persons.get(id).personId() : id;
      Set<String> ids = new TreeSet<>(List.of(id, person));
      persons.forEach((other, its) -> {
        if (its.personId().equals(person)) {
          ids.add(other);
        }
      });
      return ids;
    } finally {
      statements.unpersist();
    }
  }

  /** Statements of events, and what the map says of those that are gone. */
  private static Dataset<Row> statements(Lake lake) {
    return lake.read(Tables.EVENTS)
        .where(col("event").isin(EventNames.IDENTIFY, EventNames.ALIAS))
        .where(col("anonymous_id").isNotNull())
        .groupBy("project_id", "anonymous_id", "distinct_id")
        .agg(min("event_time").as("event_time"))
        .unionByName(
            lake.read(Tables.PERSON_MAP)
                .selectExpr(
                    "project_id",
                    "distinct_id AS anonymous_id",
                    "person_id AS distinct_id",
                    "identified_at AS event_time"));
  }

  /** Every statement that is tied to the id, over however many others. */
  private static Set<IdentityEdge> around(Dataset<Row> statements, String id) {
    Set<IdentityEdge> edges = new HashSet<>();
    Set<String> ids = new TreeSet<>(Set.of(id));
    for (int before = 0; before < ids.size(); ) {
      before = ids.size();
      Object[] known = ids.toArray();
      Column tied = col("anonymous_id").isin(known).or(col("distinct_id").isin(known));
      for (Row row : statements.where(tied).collectAsList()) {
        edges.add(
            new IdentityEdge(row.getString(0), row.getString(1), row.getTimestamp(2).getTime()));
        ids.add(row.getString(0));
        ids.add(row.getString(1));
      }
      if (ids.size() > MAX_IDS) {
        throw new JobFailedException(
            "More than %,d ids are tied to '%s': that is no person. Erase its ids one by one."
                .formatted(MAX_IDS, id));
      }
    }
    return edges;
  }
}
