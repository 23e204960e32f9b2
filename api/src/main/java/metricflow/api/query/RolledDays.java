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
 * @param timelines those of them whose timelines order the events of an instant
 */
public record RolledDays(SortedMap<LocalDate, Instant> rolledAt, SortedSet<LocalDate> timelines) {
  /** No day. */
  public static final RolledDays NONE = of(Map.of());

  /** Keeps its own views. */
  public RolledDays {
    rolledAt = Collections.unmodifiableSortedMap(rolledAt);
    timelines = Collections.unmodifiableSortedSet(timelines);
  }

  /** Days without timelines. */
  static RolledDays of(Map<LocalDate, Instant> rolledAt) {
    return of(rolledAt, Set.of());
  }

  /** Leaves out days that were rolled up before they were over: the rest of them is raw only. */
  static RolledDays of(Map<LocalDate, Instant> rolledAt, Set<LocalDate> timelines) {
    SortedMap<LocalDate, Instant> whole = new TreeMap<>();
    rolledAt.forEach((day, time) -> {
      if (!time.isBefore(day.plusDays(1).atStartOfDay(ZoneOffset.UTC).toInstant())) {
        whole.put(day, time);
      }
    });
    SortedSet<LocalDate> told = new TreeSet<>(timelines);
    told.retainAll(whole.keySet());
    return new RolledDays(whole, told);
  }

  /** The UTC days of {@code period} that have timelines. */
  SortedSet<LocalDate> timelines(Period period) {
    return timelines.subSet(period.firstUtcDay(), period.lastUtcDay().plusDays(1));
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

  /** The earliest time at which a rollup among those {@code query} needs was made. */
  Optional<Instant> oldest(DailyActiveUsers query) {
    return oldest(within(query));
  }

  /** All days that are not rolled up, ever. */
  List<DayRange> others() {
    return DayRange.outside(DayRange.of(new TreeSet<>(rolledAt.keySet())));
  }
}
