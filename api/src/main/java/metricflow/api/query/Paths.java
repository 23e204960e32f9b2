package metricflow.api.query;

import java.util.Optional;
import java.util.SortedSet;
import java.util.stream.Stream;
import metricflow.api.query.filter.Filter;
import metricflow.api.query.promotion.PropertyUse;
import metricflow.path.PathStart;

/**
 * Which way persons go, session by session, from one event or page to the next.
 *
 * @param period which days
 * @param start where the ways are looked at from
 * @param anchor the event of a session, the first of these, from which they are looked at; none
 *     when they are looked at from where sessions begin
 * @param pages whether page views make the ways, by their page; else all events, by their names
 * @param filter which events make the ways at all
 * @param depth how many edges of a way are told
 * @param limit most edges told for each depth
 * @param collapseRepeats whether the same several times in a row counts once
 */
public record Paths(
    Period period,
    PathStart start,
    Optional<EventSelector> anchor,
    boolean pages,
    Filter filter,
    int depth,
    int limit,
    boolean collapseRepeats)
    implements PeriodQuery {
  static final String KIND = "paths";
  static final int DEFAULT_DEPTH = 5;
  static final int MAX_DEPTH = 20;
  static final int DEFAULT_LIMIT = 20;
  static final int MAX_LIMIT = 200;

  /** The same of other events. */
  Paths of(Filter other) {
    return new Paths(period, start, anchor, pages, other, depth, limit, collapseRepeats);
  }

  @Override
  public String kind() {
    return KIND;
  }

  @Override
  public SortedSet<PropertyUse> propertyUses() {
    return PropertyUse.distinct(
        Stream.concat(
            anchor.stream().flatMap(EventSelector::propertyUses), PropertyUse.in(filter)));
  }
}
