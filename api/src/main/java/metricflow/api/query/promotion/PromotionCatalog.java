package metricflow.api.query.promotion;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.LongSupplier;
import metricflow.api.query.Caller;
import metricflow.api.query.QueryEngine;
import metricflow.api.query.Row;
import metricflow.api.query.SqlStatement;
import metricflow.problem.ProblemException;
import metricflow.promotion.Promotion;
import metricflow.promotion.Property;
import metricflow.promotion.PropertyKind;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What has ever been promoted, asked of the lake once a minute. Rows of a promotion too new to be
 * known here are read by their JSON, so that age does no harm. Thread-safe.
 */
public final class PromotionCatalog {
  private static final Logger LOG = LoggerFactory.getLogger(PromotionCatalog.class);
  private static final Duration LIFE = Duration.ofMinutes(1);

  private final QueryEngine engine;
  private final SqlStatement statement;
  private final LongSupplier nanoClock;
  private volatile Read last;

  private record Read(Map<Integer, PromotedColumns> byProject, long nanos) {}

  /**
   * What the table says.
   *
   * @param table {@code promoted_properties} in Trino's SQL
   */
  public PromotionCatalog(QueryEngine engine, String table, LongSupplier nanoClock) {
    this.engine = engine;
    this.statement =
        new SqlStatement(
            "SELECT project_id, promotion, object, property, kind, slot FROM " + table, List.of());
    this.nanoClock = nanoClock;
  }

  /** What the project's rows may hold, as known at most a minute ago. */
  public PromotedColumns of(int projectId) {
    Read known = last;
    long now = nanoClock.getAsLong();
    if (known == null || now - known.nanos >= LIFE.toNanos()) {
      known = new Read(read(known), now);
      last = known;
    }
    return known.byProject.getOrDefault(projectId, PromotedColumns.NONE);
  }

  /** A lake that cannot say what is promoted is read without it. */
  private Map<Integer, PromotedColumns> read(Read before) {
    try {
      return byProject(engine.run(Caller.OURSELVES, statement).rows());
    } catch (ProblemException noAnswer) {
      LOG.debug("which properties are promoted is not known", noAnswer);
      return before == null ? Map.of() : before.byProject;
    }
  }

  private static Map<Integer, PromotedColumns> byProject(List<Row> rows) {
    Map<Integer, Map<Integer, Map<PropertyKind, Map<Integer, Property>>>> slots = new HashMap<>();
    for (Row row : rows) {
      slots
          .computeIfAbsent((int) row.number(0), project -> new TreeMap<>())
          .computeIfAbsent((int) row.number(1), promotion -> new TreeMap<>())
          .computeIfAbsent(PropertyKind.named(row.text(4)), kind -> new TreeMap<>())
          .put((int) row.number(5), new Property(row.text(2), row.text(3)));
    }
    Map<Integer, PromotedColumns> byProject = new HashMap<>();
    slots.forEach((project, numbers) -> {
      List<Promotion> promotions = new ArrayList<>();
      numbers.forEach((number, ofNumber) -> promotions.add(new Promotion(number, ofNumber)));
      byProject.put(project, new PromotedColumns(promotions));
    });
    return byProject;
  }
}
