package metricflow.api.collect;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import metricflow.event.Event;
import metricflow.event.Lateness;
import metricflow.problem.ProblemType;

/**
 * What the collector counts. For the events of every request that could be read and whose key is
 * known:
 *
 * <pre>
 * received = accepted + sum(rejected by reason) + unconfirmed
 * accepted = sum(accepted by {@link Lateness})
 * </pre>
 *
 * <p>Accepted and rejected events are on the bus. Unconfirmed ones may be; their sender was told to
 * send them again. Events too old to be accepted are among the rejected, with that reason.
 */
public final class CollectorMetrics {
  private final MeterRegistry registry;
  private final Counter received;
  private final Counter accepted;
  private final Map<Lateness, Counter> byLateness = new EnumMap<>(Lateness.class);
  private final Counter unconfirmed;
  private final Counter notKept;

  /** Counts in {@code registry}. */
  public CollectorMetrics(MeterRegistry registry) {
    this.registry = registry;
    this.received = registry.counter("metricflow.events.received");
    this.accepted = registry.counter("metricflow.events.accepted");
    for (Lateness lateness : Lateness.values()) {
      byLateness.put(
          lateness,
          registry.counter(
              "metricflow.events.lateness", "late", lateness.name().toLowerCase(Locale.ROOT)));
    }
    this.unconfirmed = registry.counter("metricflow.events.unconfirmed");
    this.notKept = registry.counter("metricflow.refusals.not.kept");
  }

  void received(int events) {
    received.increment(events);
  }

  void accepted(List<Event> events, long sentAt, long receivedAt) {
    accepted.increment(events.size());
    for (Event event : events) {
      byLateness.get(Lateness.of(event, sentAt, receivedAt)).increment();
    }
  }

  void unconfirmed(int events) {
    unconfirmed.increment(events);
  }

  void rejected(String reason) {
    registry.counter("metricflow.events.rejected", "reason", reason).increment();
  }

  /** A request of which no event was looked at. */
  void refused(ProblemType reason) {
    registry.counter("metricflow.requests.refused", "reason", reason.slug()).increment();
  }

  /** A refused request that left no record on the bus. */
  void refusalNotKept() {
    notKept.increment();
  }

  Timer step(String name) {
    return registry.timer("metricflow.collect.step", "step", name);
  }
}
