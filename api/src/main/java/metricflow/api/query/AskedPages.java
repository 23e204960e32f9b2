package metricflow.api.query;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import metricflow.api.query.filter.Field;
import metricflow.api.query.filter.Filter;
import metricflow.timeline.TimelineCodes;

/**
 * What a question asks of pages. In a project with more pages than have codes, a timeline does not
 * tell the others apart; that matters to those alone who ask about them.
 *
 * @param all whether a page may matter that is not named
 * @param named pages that are named
 */
record AskedPages(boolean all, SortedSet<String> named) {
  /** Every page matters. */
  static final AskedPages ALL = new AskedPages(true, new TreeSet<>());

  /** What some selectors ask. */
  static AskedPages of(Collection<EventSelector> selectors) {
    List<Filter> leaves = new ArrayList<>();
    selectors.forEach(selector -> leaves(selector.filter(), leaves));
    SortedSet<String> named = new TreeSet<>();
    boolean all = false;
    for (Filter leaf : leaves) {
      // Of a page without a code the name of another is as far as of none.
      if (leaf instanceof Filter.Is is && is.numbers().isEmpty()) {
        named.addAll(is.field().equals(TimelineSelector.PAGE) ? is.texts() : List.of());
      } else {
        all |= !leaf.needsOnly(field -> !field.equals(TimelineSelector.PAGE));
      }
    }
    return new AskedPages(all, named);
  }

  private static void leaves(Filter filter, List<Filter> leaves) {
    switch (filter) {
      case Filter.All several -> several.filters().forEach(one -> leaves(one, leaves));
      case Filter.Any several -> several.filters().forEach(one -> leaves(one, leaves));
      case Filter.Not not -> leaves(not.filter(), leaves);
      default -> leaves.add(filter);
    }
  }

  /** The same, and all pages if they make groups. */
  AskedPages and(Collection<Field> groups) {
    return groups.contains(TimelineSelector.PAGE) ? ALL : this;
  }

  /**
   * Writes an aggregate over the project's codes: not 0 when it has more events or pages than codes
   * and that matters.
   */
  void doubts(SqlStatement.Builder sql) {
    sql.text("count_if(code >= %d)".formatted(TimelineCodes.MAX_CODE));
    if (all || !named.isEmpty()) {
      sql.text(" + IF(count(page) >= %d".formatted(TimelineCodes.MAX_PAGES));
      if (!all) {
        sql.text(" AND count_if(page IN (")
            .values(List.copyOf(named))
            .text(")) < %d".formatted(named.size()));
      }
      sql.text(", 1, 0)");
    }
    sql.text(" AS doubts");
  }
}
