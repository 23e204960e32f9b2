package metricflow.api.lake;

import java.time.LocalDate;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import metricflow.api.query.Reads;

/**
 * The Delta versions that last changed a table's data. Merging files changes none.
 *
 * @param since version from which on changes are known; what changed before, changed then
 * @param latest version of the last change
 * @param byDay versions of the last change of each day that has changed since
 * @param identitiesByDay those of commits that may hold events that tell who is who
 */
record TableChanges(
    long since, long latest, Map<LocalDate, Long> byDay, Map<LocalDate, Long> identitiesByDay) {
  /** Instead of a version, of a table that is not there. */
  static final long NEVER = -1;

  static final TableChanges UNKNOWN = at(NEVER);

  TableChanges {
    byDay = Map.copyOf(byDay);
    identitiesByDay = Map.copyOf(identitiesByDay);
  }

  /** All that is known is that the table is at {@code version}. */
  static TableChanges at(long version) {
    return new TableChanges(version, version, Map.of(), Map.of());
  }

  /** The same after commit {@code version}, which changed {@code days}. */
  TableChanges with(long version, Set<LocalDate> days, Set<LocalDate> daysWithIdentities) {
    return new TableChanges(
        since,
        version,
        with(byDay, version, days),
        with(identitiesByDay, version, daysWithIdentities));
  }

  private static Map<LocalDate, Long> with(
      Map<LocalDate, Long> versions, long version, Set<LocalDate> days) {
    if (days.isEmpty()) {
      return versions;
    }
    Map<LocalDate, Long> changed = new HashMap<>(versions);
    days.forEach(day -> changed.put(day, version));
    return changed;
  }

  /** The version that last changed {@code part}, {@link #NEVER} when it is not known. */
  long latest(Reads.Part part) {
    if (part.isAll()) {
      return latest;
    }
    long last = since;
    for (Map.Entry<LocalDate, Long> day :
        (part.identitiesOnly() ? identitiesByDay : byDay).entrySet()) {
      if (part.holds(day.getKey())) {
        last = Math.max(last, day.getValue());
      }
    }
    return last;
  }
}
