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
import metricflow.live.LiveDimensions;
import metricflow.live.LiveKeys;

/** What one micro-batch adds to the live counters of one project. */
public final class ProjectFold implements Serializable {
  private static final long serialVersionUID = 1L;

  private final Map<Long, MinuteFold> minutes = new HashMap<>();
  private final Map<FunnelDay, FunnelFold> funnels = new HashMap<>();
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

  /** Counts an event, and the steps it fills in {@code projectFunnels}. */
  void add(Event event, List<FunnelDefinition> projectFunnels) {
    MinuteFold minute =
        minutes.computeIfAbsent(Math.floorDiv(event.eventTime(), 60_000L), m -> new MinuteFold());
    minute.count(LiveKeys.TOTAL_FIELD, 1);
    for (Dimension dimension : LiveDimensions.all()) {
      String value = dimension.valueOf(event);
      if (value != null) {
        minute.count(LiveDimensions.field(dimension, value), 1);
      }
    }
    minute.visitors.add(event.visitor());
    latest.addLast(event);
    if (latest.size() > LiveKeys.FEED_LENGTH) {
      latest.removeFirst();
    }
    for (FunnelDefinition funnel : projectFunnels) {
      int mask = funnel.stepsFilledBy(event);
      if (mask != 0) {
        addFunnelEvent(funnel.funnelId(), event, mask);
      }
    }
  }

  private void addFunnelEvent(String funnelId, Event event, int mask) {
    long epochDay = Math.floorDiv(event.eventTime(), 86_400_000L);
    funnels
        .computeIfAbsent(new FunnelDay(funnelId, epochDay), f -> new FunnelFold())
        .add(event.visitor(), event.eventTime(), event.sequence(), mask);
  }

  /** Adds what another task folded. */
  public void merge(ProjectFold other) {
    other.minutes.forEach((epochMinute, added) -> {
      MinuteFold minute = minutes.computeIfAbsent(epochMinute, m -> new MinuteFold());
      added.counts.forEach((field, events) -> minute.count(field, events[0]));
      minute.visitors.addAll(added.visitors);
    });
    other.funnels.forEach(
        (day, added) -> funnels.computeIfAbsent(day, f -> new FunnelFold()).merge(added));
    for (Event event : other.latest) {
      latest.addLast(event);
    }
    while (latest.size() > LiveKeys.FEED_LENGTH) {
      latest.removeFirst();
    }
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

  /** Funnel steps taken, by funnel and day. */
  public Map<FunnelDay, FunnelFold> funnels() {
    return funnels;
  }
}
