package metricflow.streaming.step;

import static java.util.Comparator.comparing;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import metricflow.event.Event;
import metricflow.live.LiveKeys;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.sql.Row;

/** The latest events of each project by receipt, as many as a feed shows, each once. */
public final class Latest implements Serializable {
  /** From rows as {@link Refold#event} reads them, with {@code received_at} in milliseconds. */
  public static final MapPartitionsFunction<Row, Latest> OF_ROWS =
      rows -> {
        Latest latest = new Latest();
        rows.forEachRemaining(latest::add);
        return List.of(latest).iterator();
      };

  private static final long serialVersionUID = 1L;
  private static final Comparator<Place> ORDER =
      comparing(Place::receivedAt).thenComparing(Place::eventTime).thenComparing(Place::eventId);

  private final Map<Integer, TreeMap<UUID, Received>> byProject = new HashMap<>();

  private record Place(long receivedAt, long eventTime, UUID eventId) {}

  private record Received(Event event, long receivedAt) implements Serializable {
    private Place place() {
      return new Place(receivedAt, event.eventTime(), event.eventId());
    }
  }

  private void add(Row row) {
    add(
        row.<Integer>getAs("project_id"),
        new Received(Refold.event(row), row.<Long>getAs("received_at")));
  }

  private void add(int project, Received received) {
    TreeMap<UUID, Received> events = byProject.computeIfAbsent(project, p -> new TreeMap<>());
    events.merge(
        received.event.eventId(),
        received,
        (one, other) -> one.receivedAt <= other.receivedAt ? one : other);
    // Cut only now and then: finding the last ones costs a sort.
    if (events.size() > 20 * LiveKeys.FEED_LENGTH) {
      cut(events);
    }
  }

  private static void cut(TreeMap<UUID, Received> events) {
    List<Received> sorted = inOrder(events);
    sorted
        .subList(0, Math.max(0, sorted.size() - LiveKeys.FEED_LENGTH))
        .forEach(old -> events.remove(old.event.eventId()));
  }

  private static List<Received> inOrder(TreeMap<UUID, Received> events) {
    List<Received> sorted = new ArrayList<>(events.values());
    sorted.sort(comparing(Received::place, ORDER));
    return sorted;
  }

  /** Adds what another task found. */
  public void addAll(Latest other) {
    other.byProject.forEach(
        (project, events) -> events.values().forEach(event -> add(project, event)));
  }

  /** For each project a fold that only puts the events into the feed, latest last. */
  public Map<Integer, ProjectFold> folds() {
    Map<Integer, ProjectFold> folds = new HashMap<>();
    byProject.forEach((project, events) -> {
      ProjectFold fold = new ProjectFold();
      inOrder(events).forEach(received -> fold.show(received.event));
      folds.put(project, fold);
    });
    return folds;
  }
}
