package metricflow.tests.oracle;

import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import metricflow.event.EventNames;
import metricflow.identity.IdentityEdge;
import metricflow.identity.IdentityResolver;

/**
 * One project and all that happened in it.
 *
 * @param events each once
 * @param deliveries the same, some of them more than once
 * @param persons person of each id that is not its own, from every statement there is
 */
record World(
    int projectId,
    List<WorldEvent> events,
    List<WorldEvent> deliveries,
    Map<String, IdentityResolver.Person> persons) {

  static World of(int projectId, List<WorldEvent> events, List<WorldEvent> deliveries) {
    return new World(projectId, events, deliveries, persons(events, day -> true));
  }

  /** Persons of ids as far as the statements of some days tell. */
  Map<String, IdentityResolver.Person> persons(Predicate<LocalDate> days) {
    return persons(events, days);
  }

  private static Map<String, IdentityResolver.Person> persons(
      List<WorldEvent> events, Predicate<LocalDate> days) {
    return IdentityResolver.resolve(
        events.stream()
            .filter(event -> EventNames.IDENTIFY.equals(event.name()))
            .filter(event -> days.test(utcDay(event)))
            .map(event ->
                new IdentityEdge(
                    event.columns().get("anonymous_id"),
                    event.distinctId(),
                    event.time().toEpochMilli()))
            .toList());
  }

  /** The person behind the event. */
  String person(WorldEvent event) {
    return person(event, persons);
  }

  static String person(WorldEvent event, Map<String, IdentityResolver.Person> persons) {
    IdentityResolver.Person person = persons.get(event.distinctId());
    return person == null ? event.distinctId() : person.personId();
  }

  static LocalDate utcDay(WorldEvent event) {
    return event.time().atZone(ZoneOffset.UTC).toLocalDate();
  }
}
