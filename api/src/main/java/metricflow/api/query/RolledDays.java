package metricflow.api.query;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The days whose rollups may stand for their events, each with the time its events were read.
 *
 * @param rolledAt time by UTC day
 */
public record RolledDays(SortedMap<LocalDate, Instant> rolledAt) {
  /** No day. */
  public static final RolledDays NONE = of(Map.of());

  /** Keeps its own view. */
  public RolledDays {
    rolledAt = Collections.unmodifiableSortedMap(rolledAt);
  }

  /** Leaves out days that were rolled up before they were over: the rest of them is raw only. */
  static RolledDays of(Map<LocalDate, Instant> rolledAt) {
    SortedMap<LocalDate, Instant> whole = new TreeMap<>();
    rolledAt.forEach((day, time) -> {
      if (!time.isBefore(day.plusDays(1).atStartOfDay(ZoneOffset.UTC).toInstant())) {
        whole.put(day, time);
      }
    });
    return new RolledDays(whole);
  }

  /** The days of {@code query} that are rolled up. */
  SortedSet<LocalDate> within(DailyActiveUsers query) {
    return new TreeSet<>(rolledAt.subMap(query.from(), query.to().plusDays(1)).keySet());
  }

  /** The days of {@code query} that are not. */
  SortedSet<LocalDate> missingFrom(DailyActiveUsers query) {
    SortedSet<LocalDate> days = new TreeSet<>();
    query
        .from()
        .datesUntil(query.to().plusDays(1))
        .filter(day -> !rolledAt.containsKey(day))
        .forEach(days::add);
    return days;
  }

  /** The earliest time at which a rollup among those {@code query} needs was made. */
  Optional<Instant> oldest(DailyActiveUsers query) {
    return rolledAt.subMap(query.from(), query.to().plusDays(1)).values().stream()
        .min(Instant::compareTo);
  }

  /** All days that are not rolled up, ever. */
  List<DayRange> others() {
    return DayRange.outside(DayRange.of(new TreeSet<>(rolledAt.keySet())));
  }
}
