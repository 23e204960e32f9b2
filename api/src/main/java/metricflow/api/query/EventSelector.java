package metricflow.api.query;

import java.util.List;
import java.util.stream.Stream;
import metricflow.api.query.filter.Filter;
import metricflow.api.query.filter.FilterSql;
import metricflow.api.query.promotion.PropertyUse;
import metricflow.event.EventNames;

/**
 * Which events.
 *
 * @param events names, any of which the event has; none: any event
 * @param filter what else must hold
 */
public record EventSelector(List<String> events, Filter filter) {
  /** Every event. */
  static final EventSelector ANY = new EventSelector(List.of(), Filter.ANY);

  /** Keeps its own copy. */
  public EventSelector {
    events = List.copyOf(events);
  }

  /** The events that the member {@code event} names and {@code filter} lets pass. */
  public static EventSelector named(JsonFields fields, Filter filter) {
    return new EventSelector(
        fields.has("event") ? PeriodFields.eventNames(fields) : List.of(), filter);
  }

  /** Writes the condition. */
  void condition(SqlStatement.Builder sql) {
    if (!events.isEmpty()) {
      sql.text("event IN (").values(events).text(") AND ");
    }
    FilterSql.condition(sql, filter);
  }

  /** What the condition needs of properties. */
  Stream<PropertyUse> propertyUses() {
    return PropertyUse.in(filter);
  }

  /** Whether it takes page views, whatever else it says about them. */
  boolean isPageViews() {
    return events.stream().distinct().toList().equals(List.of(EventNames.PAGE_VIEW));
  }

  /** The events in words. */
  String label() {
    return events.isEmpty() ? "any event" : String.join(" or ", events);
  }

  /** Writes the condition that at least one of {@code several} takes the event's name. */
  static void names(SqlStatement.Builder sql, List<EventSelector> several) {
    names(sql, "event", several);
  }

  /** The same about another column with the event's name. */
  static void names(SqlStatement.Builder sql, String column, List<EventSelector> several) {
    if (several.stream().noneMatch(selector -> selector.events.isEmpty())) {
      sql.text(" AND " + column + " IN (")
          .values(several.stream().flatMap(one -> one.events.stream()).distinct().toList())
          .text(")");
    }
  }
}
