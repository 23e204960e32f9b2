package metricflow.tests.oracle;

import static java.util.Comparator.comparing;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import metricflow.event.EventNames;
import metricflow.identity.IdentityResolver;

/** What the nightly rollups hold of the persons of a world. */
final class PersonRows {
  private final World world;
  private final Map<String, IdentityResolver.Person> persons;
  private final List<WorldEvent> events;

  PersonRows(World world) {
    this.world = world;
    this.persons = world.persons(Worlds.ROLLED_DAYS::contains);
    this.events =
        world.events().stream()
            .filter(event -> Worlds.COMPLETE_DAYS.contains(World.utcDay(event)))
            .sorted(comparing(WorldEvent::time))
            .toList();
  }

  private record PersonDay(String personId, LocalDate day) {}

  private record PersonEvent(String personId, String event) {}

  /** Rows of {@code user_days}. */
  List<List<Object>> days() {
    Map<PersonDay, List<WorldEvent>> days =
        events.stream()
            .collect(
                Collectors.groupingBy(
                    event -> new PersonDay(World.person(event, persons), World.utcDay(event))));
    List<List<Object>> rows = new ArrayList<>();
    days.forEach((key, own) -> {
      List<Object> row =
          new ArrayList<>(
              Arrays.asList(
                  world.projectId(),
                  key.personId(),
                  (long) own.size(),
                  own.stream().filter(event -> event.name().equals(EventNames.PAGE_VIEW)).count(),
                  own.getFirst().time().toEpochMilli(),
                  own.getLast().time().toEpochMilli()));
      Stream.of("host", "utm_source", "country", "device", "browser", "os", "plan")
          .forEach(column -> row.add(first(own, column)));
      row.add(key.day().toString());
      rows.add(row);
    });
    return rows;
  }

  private static String first(List<WorldEvent> own, String column) {
    return own.stream()
        .map(event -> event.columns().get(column))
        .filter(value -> value != null)
        .findFirst()
        .orElse(null);
  }

  /** Rows of {@code first_seen}. */
  List<List<Object>> firstSeen() {
    Map<PersonEvent, WorldEvent> firsts =
        events.stream()
            .flatMap(event ->
                Stream.of(null, event.name())
                    .map(name ->
                        Map.entry(new PersonEvent(World.person(event, persons), name), event)))
            .collect(
                Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue, (first, later) -> first));
    List<List<Object>> rows = new ArrayList<>();
    firsts.forEach((key, event) ->
        rows.add(
            Arrays.asList(
                world.projectId(),
                key.personId(),
                key.event(),
                event.time().toEpochMilli(),
                World.utcDay(event).toString())));
    return rows;
  }
}
