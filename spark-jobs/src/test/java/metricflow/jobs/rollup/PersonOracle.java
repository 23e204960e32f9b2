package metricflow.jobs.rollup;

import static java.util.Comparator.comparing;
import static java.util.Comparator.naturalOrder;
import static java.util.Comparator.nullsFirst;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import metricflow.event.EventNames;
import metricflow.identity.IdentityResolver;
import metricflow.jobs.PersonKey;
import metricflow.jobs.TestEvent;

/** What the tables of persons hold of a list of events, found the plain way. */
final class PersonOracle {
  private static final Comparator<TestEvent> ORDER =
      comparing((TestEvent event) -> time(event))
          .thenComparing(event -> (Integer) event.get("sequence"), nullsFirst(naturalOrder()))
          .thenComparing(event -> text(event, "event"));

  private final Map<String, List<TestEvent>> byPerson = new TreeMap<>();

  PersonOracle(List<TestEvent> stored) {
    Map<Integer, Map<String, IdentityResolver.Person>> persons = DailyMetricsOracle.persons(stored);
    for (TestEvent event : DailyMetricsOracle.eachOnce(stored)) {
      byPerson
          .computeIfAbsent(
              event.get("project_id") + " " + DailyMetricsOracle.person(event, persons),
              person -> new ArrayList<>())
          .add(event);
    }
    byPerson.values().forEach(events -> events.sort(ORDER));
  }

  private static Instant time(TestEvent event) {
    return (Instant) event.get("event_time");
  }

  private static String text(TestEvent event, String column) {
    return (String) event.get(column);
  }

  private static String first(List<TestEvent> events, String column) {
    return events.stream()
        .map(event -> text(event, column))
        .filter(Objects::nonNull)
        .findFirst()
        .orElse(null);
  }

  private static long pageViews(List<TestEvent> events) {
    return events.stream()
        .filter(event -> text(event, "event").equals(EventNames.PAGE_VIEW))
        .count();
  }

  /** As {@code project person start end events page_views bounce entry exit country utm day}. */
  Set<String> sessions() {
    Set<String> sessions = new TreeSet<>();
    byPerson.forEach((person, events) -> {
      for (List<TestEvent> session : divided(events)) {
        long views = pageViews(session);
        sessions.add(
            "%s %s %s %d %d %d %s %s %s %s %s"
                .formatted(
                    person,
                    time(session.getFirst()),
                    time(session.getLast()),
                    session.size(),
                    views,
                    session.size() == 1 && views == 1 ? 1 : 0,
                    first(session, "page"),
                    first(session.reversed(), "page"),
                    first(session, "country"),
                    first(session, "utm_source"),
                    session.getFirst().date()));
      }
    });
    return sessions;
  }

  private static List<List<TestEvent>> divided(List<TestEvent> events) {
    List<List<TestEvent>> sessions = new ArrayList<>();
    for (TestEvent event : events) {
      if (sessions.isEmpty() || !belongs(event, sessions.getLast())) {
        sessions.add(new ArrayList<>());
      }
      sessions.getLast().add(event);
    }
    return sessions;
  }

  private static boolean belongs(TestEvent event, List<TestEvent> session) {
    Instant noon = session.getFirst().date().plusDays(1).atTime(12, 0).toInstant(ZoneOffset.UTC);
    Duration pause = Duration.between(time(session.getLast()), time(event));
    return pause.compareTo(Duration.ofMinutes(30)) <= 0 && time(event).isBefore(noon);
  }

  /** As {@code project person day events page_views first last country plan}. */
  Set<String> userDays() {
    Set<String> days = new TreeSet<>();
    eachDay((person, events) ->
        days.add(
            "%s %s %d %d %s %s %s %s"
                .formatted(
                    person,
                    events.getFirst().date(),
                    events.size(),
                    pageViews(events),
                    time(events.getFirst()),
                    time(events.getLast()),
                    first(events, "country"),
                    first(events, "plan"))));
    return days;
  }

  /** As {@code project person day [time event page, ...]}; the page of page views only. */
  Set<String> timelines() {
    Set<String> timelines = new TreeSet<>();
    eachDay((person, events) ->
        timelines.add(
            person
                + " "
                + events.getFirst().date()
                + events.stream()
                    .map(event ->
                        " %s %s %s"
                            .formatted(
                                time(event),
                                text(event, "event"),
                                text(event, "event").equals(EventNames.PAGE_VIEW)
                                    ? text(event, "page")
                                    : null))
                    .collect(Collectors.joining(","))));
    return timelines;
  }

  /** As {@code project key time country device browser os plan}, an event each. */
  List<String> contexts() {
    List<String> contexts = new ArrayList<>();
    byPerson.forEach((person, events) -> {
      int end = person.indexOf(' ');
      long key = PersonKey.of(person.substring(end + 1));
      for (TestEvent event : events) {
        contexts.add(
            "%s %x %s"
                .formatted(
                    person.substring(0, end),
                    key,
                    Stream.of("country", "device", "browser", "os", "plan")
                        .map(name -> String.valueOf(event.get(name)))
                        .collect(Collectors.joining(" ", time(event) + " ", ""))));
      }
    });
    contexts.sort(null);
    return contexts;
  }

  private interface PersonDay {
    void is(String person, List<TestEvent> events);
  }

  private void eachDay(PersonDay personDay) {
    byPerson.forEach((person, events) ->
        events.stream()
            .collect(Collectors.groupingBy(TestEvent::date, TreeMap::new, Collectors.toList()))
            .values()
            .forEach(ofDay -> personDay.is(person, ofDay)));
  }

  /** As {@code project person event time}; event null for the first of all. */
  Set<String> firstSeen() {
    Set<String> firsts = new TreeSet<>();
    byPerson.forEach((person, events) -> {
      Set<String> seen = new HashSet<>();
      firsts.add("%s null %s".formatted(person, time(events.getFirst())));
      for (TestEvent event : events) {
        if (seen.add(text(event, "event"))) {
          firsts.add("%s %s %s".formatted(person, text(event, "event"), time(event)));
        }
      }
    });
    return firsts;
  }

  /** As {@code project hour dimension value events persons}, of a dimension and the total. */
  Set<String> hours(String dimension) {
    Map<String, Integer> events = new HashMap<>();
    Map<String, Set<String>> persons = new HashMap<>();
    byPerson.forEach((person, own) -> {
      for (TestEvent event : own) {
        String hour = event.get("project_id") + " " + time(event).truncatedTo(ChronoUnit.HOURS);
        Stream.of(hour + " $total null", hour + " " + dimension + " " + event.get(dimension))
            .forEach(key -> {
              events.merge(key, 1, Integer::sum);
              persons.computeIfAbsent(key, none -> new HashSet<>()).add(person);
            });
      }
    });
    return events.entrySet().stream()
        .map(count ->
            count.getKey() + " " + count.getValue() + " " + persons.get(count.getKey()).size())
        .collect(Collectors.toCollection(TreeSet::new));
  }

  Set<String> hourlyContexts() {
    return byPerson.values().stream()
        .flatMap(List::stream)
        .collect(
            Collectors.groupingBy(
                event ->
                    Stream.of("event", "country", "device", "browser", "os", "plan")
                        .map(column -> String.valueOf(event.get(column)))
                        .collect(
                            Collectors.joining(
                                " ",
                                event.get("project_id")
                                    + " "
                                    + time(event).truncatedTo(ChronoUnit.HOURS)
                                    + " ",
                                "")),
                Collectors.counting()))
        .entrySet()
        .stream()
        .map(count -> count.getKey() + " " + count.getValue())
        .collect(Collectors.toCollection(TreeSet::new));
  }
}
