package metricflow.api.query;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
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
    return apart(steps, filter, ofAll, own)
        .or(() -> apart(steps, filter, ofAll, steps.stream().map(_ -> List.<Filter>of()).toList()))
        .orElse(new PersonsApart(steps, filter, PersonFormula.ANYBODY));
  }

  /** Empty when what all ask, and each of the steps its own, has too many conditions. */
  private static Optional<PersonsApart> apart(
      List<List<EventSelector>> steps, Filter filter, List<Filter> ofAll, List<List<Filter>> own) {
    boolean alike = own.stream().allMatch(List::isEmpty);
    List<Filter> ofBits = alike ? List.of() : own.stream().<Filter>map(Filter.All::new).toList();
    return PersonFormula.of(new Filter.All(ofAll), ofBits)
        .map(persons ->
            new PersonsApart(
                IntStream.range(0, steps.size())
                    .mapToObj(i ->
                        steps.get(i).stream()
                            .map(one -> without(without(one, ofAll), own.get(i)))
                            .toList())
                    .toList(),
                without(filter, ofAll),
                persons));
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

  private static EventSelector without(EventSelector events, List<Filter> apart) {
    return new EventSelector(events.events(), without(events.filter(), apart));
  }

  private static Filter without(Filter filter, List<Filter> apart) {
    List<Filter> left = new ArrayList<>(filter.parts());
    return left.removeAll(apart) ? new Filter.All(left) : filter;
  }
}
