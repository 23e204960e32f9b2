package metricflow.jobs.backfill;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import metricflow.event.Event;
import metricflow.jobs.EventRows;

/**
 * Puts events in the order compaction gives them. Only the persons of a day are sorted by id, who
 * are fewer than its events; the events of one mostly come in the order of their times.
 */
final class EventOrder {
  private static final Comparator<Event> TIME =
      Comparator.comparingLong(Event::eventTime).thenComparingInt(Event::sequence);

  private EventOrder() {}

  /** By day since 1970-01-01, its events by {@code distinct_id, event_time, sequence}. */
  static SortedMap<Integer, List<Event>> byDay(Collection<Event> events) {
    SortedMap<Integer, Map<String, List<Event>>> days = new TreeMap<>();
    int lastDay = 0;
    Map<String, List<Event>> persons = null;
    for (Event event : events) {
      int day = EventRows.epochDay(event.eventTime());
      if (persons == null || day != lastDay) {
        persons = days.computeIfAbsent(day, newDay -> new HashMap<>());
        lastDay = day;
      }
      persons.computeIfAbsent(event.distinctId(), id -> new ArrayList<>(4)).add(event);
    }
    SortedMap<Integer, List<Event>> sorted = new TreeMap<>();
    days.forEach((day, ofDay) -> sorted.put(day, sorted(ofDay)));
    return sorted;
  }

  private static List<Event> sorted(Map<String, List<Event>> persons) {
    List<Event> sorted = new ArrayList<>();
    persons.entrySet().stream()
        .sorted(Map.Entry.comparingByKey())
        .forEach(person -> {
          person.getValue().sort(TIME);
          sorted.addAll(person.getValue());
        });
    return sorted;
  }
}
