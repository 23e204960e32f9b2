package metricflow.jobs.rollup;

import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import metricflow.event.EventNames;
import metricflow.identity.IdentityEdge;
import metricflow.identity.IdentityResolver;
import metricflow.jobs.TestEvent;
import metricflow.table.Tables;

/** The daily metrics of a list of events, counted the plain way. */
final class DailyMetricsOracle {
  private static final List<String> DIMENSIONS =
      List.of("country", "device", "browser", "os", "plan", "page", "event", "host", "utm_source");

  private DailyMetricsOracle() {}

  /** Key: project, dimension, value, date. Value: events and persons. */
  static Map<String, String> count(List<TestEvent> stored) {
    Map<String, List<TestEvent>> groups = new HashMap<>();
    for (TestEvent event : eachOnce(stored)) {
      group(groups, event, Tables.TOTAL, null);
      DIMENSIONS.forEach(name -> group(groups, event, name, event.get(name)));
    }
    Map<Integer, Map<String, IdentityResolver.Person>> persons = persons(stored);
    Map<String, String> counts = new TreeMap<>();
    groups.forEach((key, events) -> {
      Set<String> distinct = new HashSet<>();
      events.forEach(event -> distinct.add(person(event, persons)));
      counts.put(key, events.size() + " events, " + distinct.size() + " persons");
    });
    return counts;
  }

  /** Of the rows of an event and day the one received first. */
  static Collection<TestEvent> eachOnce(List<TestEvent> stored) {
    Map<String, TestEvent> each = new HashMap<>();
    stored.stream()
        .sorted(Comparator.comparing(event -> (Instant) event.get("received_at")))
        .forEach(event ->
            each.putIfAbsent(
                event.get("project_id") + " " + event.date() + " " + event.id(), event));
    return each.values();
  }

  static String key(Object project, String dimension, Object value, LocalDate date) {
    return project + " " + dimension + "=" + value + " " + date;
  }

  private static void group(
      Map<String, List<TestEvent>> groups, TestEvent event, String dimension, Object value) {
    groups
        .computeIfAbsent(
            key(event.get("project_id"), dimension, value, event.date()), key -> new ArrayList<>())
        .add(event);
  }

  static String person(
      TestEvent event, Map<Integer, Map<String, IdentityResolver.Person>> persons) {
    String id = (String) event.get("distinct_id");
    IdentityResolver.Person person =
        persons.getOrDefault((Integer) event.get("project_id"), Map.of()).get(id);
    return person == null ? id : person.personId();
  }

  static Map<Integer, Map<String, IdentityResolver.Person>> persons(List<TestEvent> events) {
    Map<Integer, List<IdentityEdge>> edges = new HashMap<>();
    for (TestEvent event : events) {
      String name = (String) event.get("event");
      boolean ties = name.equals(EventNames.IDENTIFY) || name.equals(EventNames.ALIAS);
      if (ties && event.get("anonymous_id") != null) {
        edges
            .computeIfAbsent((Integer) event.get("project_id"), project -> new ArrayList<>())
            .add(
                new IdentityEdge(
                    (String) event.get("anonymous_id"),
                    (String) event.get("distinct_id"),
                    ((Instant) event.get("event_time")).toEpochMilli()));
      }
    }
    Map<Integer, Map<String, IdentityResolver.Person>> persons = new HashMap<>();
    edges.forEach((project, list) -> persons.put(project, IdentityResolver.resolve(list)));
    return persons;
  }
}
