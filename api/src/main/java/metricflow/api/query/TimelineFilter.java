package metricflow.api.query;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import metricflow.api.query.filter.Field;
import metricflow.api.query.filter.Filter;
import metricflow.event.Dimension;
import metricflow.event.EventNames;
import metricflow.timeline.TimelineContexts;

/**
 * A condition on events as timelines can tell it: what it asks of an event's code and what of its
 * context. Both must hold.
 */
record TimelineFilter(Filter ofCode, Filter ofContext) {
  static final Field EVENT = new Field.Of(Dimension.EVENT.column());
  static final Field PAGE = new Field.Of(Dimension.PAGE.column());

  private static final Set<Field> CONTEXT =
      TimelineContexts.DIMENSIONS.stream()
          .map(dimension -> new Field.Of(dimension.column()))
          .collect(Collectors.toUnmodifiableSet());

  /** Of all events with the names, if timelines know all that the selector asks. */
  static Optional<TimelineFilter> of(EventSelector selector) {
    List<Filter> ofCode = new ArrayList<>();
    List<Filter> ofContext = new ArrayList<>();
    for (Filter one : parts(selector.filter())) {
      if (one.needsOnly(TimelineFilter::isContext)) {
        ofContext.add(one);
      } else if (isPageViews(selector) && one.needsOnly(PAGE::equals)) {
        ofCode.add(one);
      } else {
        return Optional.empty();
      }
    }
    return Optional.of(new TimelineFilter(new Filter.All(ofCode), new Filter.All(ofContext)));
  }

  /** Of a selector of which timelines know all. */
  static TimelineFilter told(EventSelector selector) {
    return of(selector).orElseThrow();
  }

  /** What must all hold. */
  private static List<Filter> parts(Filter filter) {
    return filter instanceof Filter.All all
        ? all.filters().stream().flatMap(one -> parts(one).stream()).toList()
        : List.of(filter);
  }

  /** Whether contexts tell the field's value. */
  static boolean isContext(Field field) {
    return CONTEXT.contains(field);
  }

  /** Whether of page views alone, whose pages timelines know. */
  static boolean isPageViews(EventSelector selector) {
    return selector.events().equals(List.of(EventNames.PAGE_VIEW));
  }
}
