package metricflow.api.query;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The days whose rollups may stand for their events, each with the time its events were read.
 *
 * @param rolledAt time by UTC day
 * @param complete those of them that have all rollups, as this release makes them
 */
public record RolledDays(SortedMap<LocalDate, Instant> rolledAt, SortedSet<LocalDate> complete) {
  /** No day. */
  public static final RolledDays NONE = of(Map.of());

  /** Keeps its own views. */
  public RolledDays {
    rolledAt = Collections.unmodifiableSortedMap(rolledAt);
    complete = Collections.unmodifiableSortedSet(complete);
  }

  /** Days with {@code daily_metrics} alone. */
  static RolledDays of(Map<LocalDate, Instant> rolledAt) {
    return of(rolledAt, Set.of());
  }

  /** Leaves out days that were rolled up before they were over: the rest of them is raw only. */
  static RolledDays of(Map<LocalDate, Instant> rolledAt, Set<LocalDate> complete) {
    SortedMap<LocalDate, Instant> whole = new TreeMap<>();
    rolledAt.forEach((day, time) -> {
      if (!time.isBefore(day.plusDays(1).atStartOfDay(ZoneOffset.UTC).toInstant())) {
        whole.put(day, time);
      }
    });
    SortedSet<LocalDate> usable = new TreeSet<>(complete);
    usable.retainAll(whole.keySet());
    return new RolledDays(whole, usable);
  }

  /** The UTC days of {@code period} that have all rollups. */
  SortedSet<LocalDate> complete(Period period) {
    return complete.subSet(period.firstUtcDay(), period.lastUtcDay().plusDays(1));
  }

  /** The earliest time at which one of {@code days} was rolled up. */
  Optional<Instant> oldest(SortedSet<LocalDate> days) {
    return days.stream().map(rolledAt::get).min(Instant::compareTo);
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

  /** All days that are not rolled up, ever. */
  List<DayRange> others() {
    return DayRange.outside(DayRange.of(new TreeSet<>(rolledAt.keySet())));
  }
}
