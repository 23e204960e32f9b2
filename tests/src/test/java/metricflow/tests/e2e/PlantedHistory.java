package metricflow.tests.e2e;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;

/**
 * Three days of history whose numbers are known by construction.
 *
 * <pre>
 *            DE                           FR           US        total
 *   day 1    3 land on /                  2 read docs            5
 *   day 2    the same 3, 2 of them sign   4 read docs            7
 *   day 3    1 lands, signs up, buys                   5 land    6
 * </pre>
 *
 * <p>Of day 1's three, "bob" signs up 23 hours after landing and "cid" 25 hours after: within a
 * window of a day only bob's counts. Day 3's buyer lands before anyone knows who she is.
 */
final class PlantedHistory {
  /** Events sent twice with the same id. */
  static final int DUPLICATES = 4;

  /** Lines that are no usable event. */
  static final int BAD_LINES = 1;

  /** Persons per step of landing, sign-up, purchase within a day. */
  static final List<Integer> FUNNEL = List.of(9, 2, 1);

  /** Persons a day. */
  static final List<Integer> TOTAL = List.of(5, 7, 6);

  /** Persons a day, by country. */
  static final Map<String, List<Integer>> BY_COUNTRY =
      Map.of("DE", List.of(3, 3, 1), "FR", List.of(2, 4, 0), "US", List.of(0, 0, 5));

  private static final ObjectMapper JSON = new ObjectMapper();

  private final List<Map<String, Object>> events = new ArrayList<>();
  private final LocalDate first;

  /** The history that begins on {@code first}, a UTC date. */
  PlantedHistory(LocalDate first) {
    this.first = first;
    for (String person : List.of("ann", "bob", "cid")) {
      add(0, "12:00", "page_view", person, "DE", "/");
      add(0, "12:05", "click", person, "DE", "/");
    }
    for (String person : List.of("dot", "eve")) {
      add(0, "08:00", "page_view", person, "FR", "/docs");
    }
    add(1, "10:00", "page_view", "ann", "DE", "/docs");
    add(1, "11:00", "sign_up", "bob", "DE", "/signup");
    add(1, "13:00", "sign_up", "cid", "DE", "/signup");
    for (String person : List.of("dot", "eve", "fay", "gus")) {
      add(1, "09:00", "page_view", person, "FR", "/docs");
    }
    addBuyer();
    for (String person : List.of("hal", "ida", "jon", "kim", "leo")) {
      add(2, "18:00", "page_view", person, "US", "/");
    }
  }

  private void addBuyer() {
    String device = "device-of-mia";
    add(2, "14:00", "page_view", device, "DE", "/").put("anonymous_id", device);
    for (String event : List.of("$identify", "sign_up", "purchase")) {
      add(2, "14:10", event, "mia", "DE", "/signup").put("anonymous_id", device);
    }
  }

  private Map<String, Object> add(
      int day, String time, String event, String person, String country, String page) {
    Map<String, Object> fields = new TreeMap<>();
    fields.put("event", event);
    fields.put("event_id", UUID.randomUUID().toString());
    fields.put("event_time", "%sT%s:00Z".formatted(first.plusDays(day), time));
    fields.put("distinct_id", person);
    fields.put("country", country);
    fields.put("page", page);
    fields.put("sequence", events.size());
    events.add(fields);
    return fields;
  }

  /** Distinct good events. */
  int size() {
    return events.size();
  }

  LocalDate first() {
    return first;
  }

  LocalDate last() {
    return first.plusDays(TOTAL.size() - 1L);
  }

  /** Writes the events, then the duplicates, then the bad line. */
  void write(Path file) {
    List<String> lines = new ArrayList<>();
    try {
      for (Map<String, Object> event : events) {
        lines.add(JSON.writeValueAsString(event));
      }
      lines.addAll(List.copyOf(lines.subList(0, DUPLICATES)));
      lines.add("{\"distinct_id\":\"nobody said what happened\"}");
      Files.write(file, lines);
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }
}
