package metricflow.api.query;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import metricflow.api.query.filter.Filter;

/**
 * A question's filters with what they all ask of persons apart: that is looked up once for each
 * person, and not for each event.
 *
 * @param selectors with what they ask beside it
 * @param filter the same
 * @param persons of whom the question is
 */
record PersonsApart(List<EventSelector> selectors, Filter filter, PersonFormula persons) {
  /** Keeps its own copy. */
  PersonsApart {
    selectors = List.copyOf(selectors);
  }

  /** Leaves everything where it is unless it can be taken apart. */
  static PersonsApart of(List<EventSelector> selectors, Filter filter) {
    List<Filter> ofAll =
        Stream.concat(
                filter.parts().stream(),
                selectors.stream().limit(1).flatMap(one -> one.filter().parts().stream()))
            .filter(PersonFormula::isOfPersons)
            .filter(part -> isOfAll(part, selectors, filter))
            .distinct()
            .toList();
    return PersonFormula.of(new Filter.All(ofAll))
        .map(persons ->
            new PersonsApart(
                selectors.stream()
                    .map(one -> new EventSelector(one.events(), without(one.filter(), ofAll)))
                    .toList(),
                without(filter, ofAll),
                persons))
        .orElse(new PersonsApart(selectors, filter, PersonFormula.ANYBODY));
  }

  private static boolean isOfAll(Filter part, List<EventSelector> selectors, Filter filter) {
    return filter.parts().contains(part)
        || selectors.stream().allMatch(one -> one.filter().parts().contains(part));
  }

  private static Filter without(Filter filter, List<Filter> apart) {
    List<Filter> left = new ArrayList<>(filter.parts());
    return left.removeAll(apart) ? new Filter.All(left) : filter;
  }
}
