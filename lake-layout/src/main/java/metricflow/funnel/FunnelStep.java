package metricflow.funnel;

import java.io.Serializable;
import java.util.List;
import java.util.stream.Collectors;
import metricflow.event.Dimension;
import metricflow.event.Event;

/**
 * One step of a funnel.
 *
 * @param event the event's name
 * @param filters all of which the event must pass
 */
public record FunnelStep(String event, List<Filter> filters) implements Serializable {

  /**
   * A condition on an event's field.
   *
   * @param dimension the field
   * @param value the value it must have
   */
  public record Filter(Dimension dimension, String value) implements Serializable {}

  /** Keeps its own copy. */
  public FunnelStep {
    filters = List.copyOf(filters);
  }

  /** Whether {@code candidate} fills this step. */
  public boolean matches(Event candidate) {
    if (!candidate.event().equals(event)) {
      return false;
    }
    for (Filter filter : filters) {
      if (!filter.value().equals(filter.dimension().valueOf(candidate))) {
        return false;
      }
    }
    return true;
  }

  /** The step in words: {@code page_view page=/pricing}. */
  public String label() {
    return filters.isEmpty()
        ? event
        : event
            + filters.stream()
                .map(filter -> filter.dimension().column() + "=" + filter.value())
                .collect(Collectors.joining(", ", " ", ""));
  }
}
