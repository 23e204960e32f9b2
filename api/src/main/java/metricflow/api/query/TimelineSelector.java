package metricflow.api.query;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import metricflow.api.query.filter.Field;
import metricflow.api.query.filter.Filter;
import metricflow.event.Dimension;
import metricflow.timeline.TimelineContexts;

/**
 * Which events, as timelines can tell it: what is asked of an event's code, and what of its
 * context, whatever the event. Both must hold.
 */
record TimelineSelector(EventSelector ofCodes, EventSelector ofContexts) {
  static final Field EVENT = new Field.Of(Dimension.EVENT.column());
  static final Field PAGE = new Field.Of(Dimension.PAGE.column());

  private static final Set<Field> CONTEXT =
      TimelineContexts.DIMENSIONS.stream()
          .map(dimension -> new Field.Of(dimension.column()))
          .collect(Collectors.toUnmodifiableSet());

  /** The same events, if timelines know all that the selector asks. */
  static Optional<TimelineSelector> of(EventSelector selector) {
    List<Filter> ofCode = new ArrayList<>();
    List<Filter> ofContext = new ArrayList<>();
    for (Filter one : selector.filter().parts()) {
      if (one.needsOnly(TimelineSelector::isContext)) {
        ofContext.add(one);
      } else if (selector.isPageViews() && one.needsOnly(PAGE::equals)) {
        ofCode.add(one);
      } else {
        return Optional.empty();
      }
    }
    return Optional.of(
        new TimelineSelector(
            new EventSelector(selector.events(), new Filter.All(ofCode)),
            new EventSelector(List.of(), new Filter.All(ofContext))));
  }

  /** Of a selector of which timelines know all. */
  static TimelineSelector told(EventSelector selector) {
    return of(selector).orElseThrow();
  }

  /** Whether contexts tell the field's value. */
  static boolean isContext(Field field) {
    return CONTEXT.contains(field);
  }

  /** Whether contexts must be looked at. */
  boolean asksOfContexts() {
    return !ofContexts.equals(EventSelector.ANY);
  }
}
