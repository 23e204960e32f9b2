package metricflow.api.query;

import java.time.LocalDate;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Where the activity of persons is read from.
 *
 * @param of what is read on {@code days}; on all others it is events
 */
record ActivitySource(Of of, SortedSet<LocalDate> days) {
  /** Where from. */
  enum Of {
    EVENTS,
    ROLLUPS,
    TIMELINES
  }

  /** Events alone. */
  static final ActivitySource EVENTS = new ActivitySource(Of.EVENTS, new TreeSet<>());

  /** What is read with least effort. */
  static ActivitySource of(Activity activity, RolledDays rolled) {
    SortedSet<LocalDate> days = activity.rolledDays(rolled);
    if (days.isEmpty()) {
      return EVENTS;
    }
    if (activity.isInTimelines() && !activity.inTimelines(days).timelines().isEmpty()) {
      return new ActivitySource(Of.TIMELINES, days);
    }
    return activity.isRolledUp() ? new ActivitySource(Of.ROLLUPS, days) : EVENTS;
  }
}
