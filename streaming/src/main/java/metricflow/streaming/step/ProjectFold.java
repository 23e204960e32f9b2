package metricflow.streaming.step;

import java.io.Serializable;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import metricflow.event.Dimension;
import metricflow.event.Event;
import metricflow.funnel.FunnelDefinition;
import metricflow.identity.IdentityEdge;
import metricflow.live.LiveDimensions;
import metricflow.live.LiveKeys;

/** What one micro-batch adds to the live counters of one project. */
public final class ProjectFold implements Serializable {
  private static final long serialVersionUID = 1L;

  private final Map<Long, MinuteFold> minutes = new HashMap<>();
  private final Map<FunnelDay, FunnelFold> funnels = new HashMap<>();
  private final Map<Long, Map<String, IdentityEdge>> identity = new HashMap<>();
  private final Deque<Event> latest = new ArrayDeque<>();

  /** Counts of a minute. */
  static final class MinuteFold implements Serializable {
    private static final long serialVersionUID = 1L;

    final Map<String, long[]> counts = new HashMap<>();
    final Set<String> visitors = new HashSet<>();

    void count(String field, long events) {
      counts.computeIfAbsent(field, f -> new long[1])[0] += events;
    }
  }

  /** A funnel on a UTC day. */
  public record FunnelDay(String funnelId, long epochDay) implements Serializable {}

  /** Adds an event to everything live: counters, feed, and the steps it fills in a funnel. */
  void add(Event event, LiveDimensions dimensions, List<FunnelDefinition> projectFunnels) {
    count(event, dimensions);
    show(event);
    follow(event, projectFunnels);
  }

  /** Counts an event in its minute. */
  void count(Event event, LiveDimensions dimensions) {
    MinuteFold minute =
        minutes.computeIfAbsent(Math.floorDiv(event.eventTime(), 60_000L), m -> new MinuteFold());
    minute.count(LiveKeys.TOTAL_FIELD, 1);
    count(event, LiveDimensions.STANDARD, minute);
    count(event, dimensions.further(), minute);
    minute.visitors.add(event.visitor());
  }

  private static void count(Event event, List<Dimension> dimensions, MinuteFold minute) {
    for (Dimension dimension : dimensions) {
      String value = dimension.valueOf(event);
      if (value != null) {
        minute.count(LiveDimensions.field(dimension, value), 1);
      }
    }
  }

  /** Puts an event at the end of the latest ones. */
  public void show(Event event) {
    latest.addLast(event);
    if (latest.size() > LiveKeys.FEED_LENGTH) {
      latest.removeFirst();
    }
  }

  /** Notes the steps that an event fills and the ids it ties, for a project that has funnels. */
  void follow(Event event, List<FunnelDefinition> projectFunnels) {
    for (FunnelDefinition funnel : projectFunnels) {
      int mask = funnel.stepsFilledBy(event);
      if (mask != 0) {
        FunnelDay day = new FunnelDay(funnel.funnelId(), epochDay(event));
        funnels
            .computeIfAbsent(day, f -> new FunnelFold(funnel.steps().size()))
            .add(event.distinctId(), event.eventTime(), event.sequence(), mask);
      }
    }
    if (!projectFunnels.isEmpty()) {
      IdentityEdge.statedBy(event)
          .ifPresent(edge -> {
            // A statement holds for its own day and the next one.
            state(epochDay(event), edge);
            state(epochDay(event) + 1, edge);
          });
    }
  }

  private void state(long epochDay, IdentityEdge edge) {
    identity
        .computeIfAbsent(epochDay, d -> new HashMap<>())
        .merge(edge.from(), edge, IdentityEdge::earlier);
  }

  private static long epochDay(Event event) {
    return Math.floorDiv(event.eventTime(), 86_400_000L);
  }

  /** Adds what another task folded. */
  public void merge(ProjectFold other) {
    other.minutes.forEach((epochMinute, added) -> {
      MinuteFold minute = minutes.computeIfAbsent(epochMinute, m -> new MinuteFold());
      added.counts.forEach((field, events) -> minute.count(field, events[0]));
      minute.visitors.addAll(added.visitors);
    });
    other.funnels.forEach((day, added) ->
        funnels.computeIfAbsent(day, f -> new FunnelFold(added.steps())).merge(added));
    other.identity.forEach((day, edges) -> edges.values().forEach(edge -> state(day, edge)));
    other.latest.forEach(this::show);
  }

  /** Epoch minutes touched. */
  public Set<Long> minutes() {
    return minutes.keySet();
  }

  /** Events of a minute by field of its hash; each value is an array of one. */
  public Map<String, long[]> counts(long epochMinute) {
    return minutes.get(epochMinute).counts;
  }

  /** Visitors of a minute. */
  public Set<String> visitors(long epochMinute) {
    return minutes.get(epochMinute).visitors;
  }

  /** Latest events, oldest first. */
  public Collection<Event> latest() {
    return latest;
  }

  /** The earliest statement about each id, by the day it holds for. */
  public Map<Long, Map<String, IdentityEdge>> identity() {
    return identity;
  }

  /** Funnel steps taken, by funnel and day. */
  public Map<FunnelDay, FunnelFold> funnels() {
    return funnels;
  }
}
