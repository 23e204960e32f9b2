package metricflow.api.query;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import metricflow.api.query.filter.Filter;

/**
 * A question's filters with what they ask of persons apart: that is looked up once for each person,
 * and not for each event.
 *
 * @param steps with what they ask beside it: each a bit of the mask of an event, the first of the
 *     lowest, and the events that have it
 * @param filter the same of what all events must meet
 * @param persons what counts of whom
 */
record PersonsApart(List<List<EventSelector>> steps, Filter filter, PersonFormula persons) {
  /** Keeps its own copy. */
  PersonsApart {
    steps = steps.stream().map(List::copyOf).toList();
  }

  /** Of selectors, each a bit. Leaves everything where it is unless it can be taken apart. */
  static PersonsApart of(List<EventSelector> selectors, Filter filter) {
    return ofSteps(selectors.stream().map(List::of).toList(), filter);
  }

  /** The same of steps, each of which several events may fill. */
  static PersonsApart ofSteps(List<List<EventSelector>> steps, Filter filter) {
    List<Filter> ofFilter = personParts(filter);
    List<List<Filter>> ofSteps = steps.stream().map(PersonsApart::personParts).toList();
    List<Filter> ofAll =
        Stream.concat(ofFilter.stream(), ofSteps.stream().limit(1).flatMap(List::stream))
            .filter(part ->
                ofFilter.contains(part) || ofSteps.stream().allMatch(of -> of.contains(part)))
            .distinct()
            .toList();
    List<List<Filter>> own =
        ofSteps.stream()
            .map(parts -> parts.stream().filter(part -> !ofAll.contains(part)).toList())
            .toList();
    boolean alike = own.stream().allMatch(List::isEmpty);
    return PersonFormula.of(
            new Filter.All(ofAll),
            alike ? List.of() : own.stream().<Filter>map(Filter.All::new).toList())
        .map(persons -> new PersonsApart(without(steps, ofSteps), without(filter, ofAll), persons))
        .or(() ->
            PersonFormula.of(new Filter.All(ofAll))
                .map(persons ->
                    new PersonsApart(
                        without(steps, steps.stream().map(_ -> ofAll).toList()),
                        without(filter, ofAll),
                        persons)))
        .orElse(new PersonsApart(steps, filter, PersonFormula.ANYBODY));
  }

  /** The one event of each step, where each has one. */
  List<EventSelector> selectors() {
    return steps.stream().map(List::getFirst).toList();
  }

  private static List<Filter> personParts(Filter filter) {
    return filter.parts().stream().filter(PersonFormula::isOfPersons).distinct().toList();
  }

  /** What all of them ask of persons. */
  private static List<Filter> personParts(List<EventSelector> alternatives) {
    return personParts(alternatives.getFirst().filter()).stream()
        .filter(part -> alternatives.stream().allMatch(one -> one.filter().parts().contains(part)))
        .toList();
  }

  private static List<List<EventSelector>> without(
      List<List<EventSelector>> steps, List<List<Filter>> apart) {
    return IntStream.range(0, steps.size())
        .mapToObj(i ->
            steps.get(i).stream()
                .map(one -> new EventSelector(one.events(), without(one.filter(), apart.get(i))))
                .toList())
        .toList();
  }

  private static Filter without(Filter filter, List<Filter> apart) {
    List<Filter> left = new ArrayList<>(filter.parts());
    return left.removeAll(apart) ? new Filter.All(left) : filter;
  }
}
