package metricflow.streaming.step;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import metricflow.event.Dimension;
import metricflow.event.Event;
import metricflow.funnel.FunnelDefinition;
import metricflow.live.LiveDimensions;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.sql.Row;

/**
 * Folds rows of the lake as {@link OnePass} folds records of the bus, for a rebuild of the live
 * view. Rows of a project with equal event ids must follow each other; the first of them counts.
 */
public final class Refold implements MapPartitionsFunction<Row, Refold.Part> {
  private static final long serialVersionUID = 1L;

  private final LiveDimensions dimensions;
  private final Map<Integer, List<FunnelDefinition>> funnels;
  private final long countedFrom;

  /**
   * What a partition of rows folds to.
   *
   * @param events number of events
   * @param repeated number of rows left out because their event had been there
   * @param folds live counters by project id
   */
  public record Part(long events, long repeated, Map<Integer, ProjectFold> folds)
      implements java.io.Serializable {}

  /**
   * A fold.
   *
   * @param dimensions what is counted live
   * @param funnels saved funnels by project id
   * @param countedFrom event time from which events are counted in their minutes, epoch
   *     milliseconds; earlier ones matter to funnels only
   */
  public Refold(
      LiveDimensions dimensions, Map<Integer, List<FunnelDefinition>> funnels, long countedFrom) {
    this.dimensions = dimensions;
    this.funnels = new HashMap<>(funnels);
    this.countedFrom = countedFrom;
  }

  @Override
  public Iterator<Part> call(Iterator<Row> rows) {
    Map<Integer, ProjectFold> folds = new HashMap<>();
    long events = 0;
    long repeated = 0;
    int lastProject = 0;
    byte[] lastId = null;
    while (rows.hasNext()) {
      Row row = rows.next();
      int project = row.<Integer>getAs("project_id");
      byte[] id = row.getAs("event_id");
      if (project == lastProject && Arrays.equals(id, lastId)) {
        repeated++;
        continue;
      }
      lastProject = project;
      lastId = id;
      events++;
      Event event = event(row);
      ProjectFold fold = folds.computeIfAbsent(project, p -> new ProjectFold());
      if (event.eventTime() >= countedFrom) {
        fold.count(event, dimensions);
      }
      fold.follow(event, funnels.getOrDefault(project, List.of()));
    }
    return events == 0
        ? List.<Part>of().iterator()
        : List.of(new Part(events, repeated, folds)).iterator();
  }

  /**
   * The event of a row, as far as the row tells: {@code event_time} in epoch milliseconds, {@code
   * event_id}, {@code event}, {@code distinct_id}, {@code anonymous_id}, {@code sequence} and any
   * of the dimensions.
   */
  public static Event event(Row row) {
    ByteBuffer id = ByteBuffer.wrap(row.<byte[]>getAs("event_id"));
    Integer sequence = row.getAs("sequence");
    long time = row.<Long>getAs("event_time");
    return new Event(
        new UUID(id.getLong(), id.getLong()),
        row.getAs("event"),
        row.getAs("distinct_id"),
        row.getAs("anonymous_id"),
        null,
        sequence == null ? Event.NO_SEQUENCE : sequence,
        time,
        time,
        value(row, Dimension.HOST),
        value(row, Dimension.PAGE),
        value(row, Dimension.REFERRER),
        value(row, Dimension.UTM_SOURCE),
        value(row, Dimension.UTM_MEDIUM),
        value(row, Dimension.UTM_CAMPAIGN),
        value(row, Dimension.COUNTRY),
        value(row, Dimension.DEVICE),
        value(row, Dimension.BROWSER),
        value(row, Dimension.OS),
        value(row, Dimension.PLAN),
        null,
        null,
        null);
  }

  private static String value(Row row, Dimension dimension) {
    scala.Option<Object> index = row.schema().getFieldIndex(dimension.column());
    return index.isEmpty() ? null : row.getString((Integer) index.get());
  }
}
