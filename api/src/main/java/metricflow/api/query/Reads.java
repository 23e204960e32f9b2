package metricflow.api.query;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a question's statements read of the lake, noted where its tables are named. A table of which
 * nothing more is said is read whole, so nobody need remember to note anything. Thread-safe.
 */
public final class Reads {
  private final Map<String, List<Part>> tables = new TreeMap<>();

  /**
   * A part of a table.
   *
   * @param first first {@code event_date}, null for no bound
   * @param last last {@code event_date}, null for no bound
   * @param identitiesOnly whether no event matters that does not tell who is who
   */
  public record Part(LocalDate first, LocalDate last, boolean identitiesOnly) {
    /** The whole table. */
    public static final Part ALL = new Part(null, null, false);

    /** Whether it is the whole table. */
    public boolean isAll() {
      return equals(ALL);
    }

    /** Whether {@code day} belongs to it. */
    public boolean holds(LocalDate day) {
      return (first == null || !day.isBefore(first)) && (last == null || !day.isAfter(last));
    }
  }

  /** Notes that all of {@code table} is read. */
  void all(String table) {
    add(table, Part.ALL);
  }

  /** Notes that {@code part} of {@code table} is read. */
  public synchronized void add(String table, Part part) {
    List<Part> parts = tables.computeIfAbsent(table, name -> new ArrayList<>());
    if (!parts.contains(part)) {
      parts.add(part);
    }
  }

  /** The parts read, by name of the table, sorted. */
  public synchronized Map<String, List<Part>> parts() {
    Map<String, List<Part>> copy = new TreeMap<>();
    tables.forEach((table, parts) -> copy.put(table, List.copyOf(parts)));
    return copy;
  }
}
