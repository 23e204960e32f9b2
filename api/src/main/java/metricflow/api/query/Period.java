package metricflow.api.query;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.time.zone.ZoneOffsetTransition;
import java.time.zone.ZoneRules;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Whole days in a time zone.
 *
 * @param from first day
 * @param to last day
 * @param zone where the days begin
 */
public record Period(LocalDate from, LocalDate to, ZoneId zone) {
  /** The zone of the lake's own days. */
  static final ZoneId UTC = ZoneId.of("UTC");

  private static final int SECONDS_PER_HOUR = 3_600;

  /** Number of days. */
  long days() {
    return ChronoUnit.DAYS.between(from, to) + 1;
  }

  /** The same number of days that end the day before this period. */
  Period previous() {
    return new Period(from.minusDays(days()), from.minusDays(1), zone);
  }

  /** The same end with another first day. */
  Period since(LocalDate day) {
    return new Period(day, to, zone);
  }

  /** The first instant. */
  Instant start() {
    return from.atStartOfDay(zone).toInstant();
  }

  /** The first instant after it. */
  Instant end() {
    return to.plusDays(1).atStartOfDay(zone).toInstant();
  }

  /** Writes the condition that an event lies in it; by day first, so that files are skipped. */
  void condition(SqlStatement.Builder sql) {
    condition(sql, List.of(new DayRange(firstUtcDay(), lastUtcDay())));
  }

  /** Writes the condition that an event lies in it and on one of these UTC days. */
  void condition(SqlStatement.Builder sql, List<DayRange> days) {
    DayRange.any(sql, "event_date", days);
    if (!isUtc()) {
      sql.text(" AND event_time >= ").instant(start()).text(" AND event_time < ").instant(end());
    }
  }

  /** Writes the condition that an event lies before its end and on one of these UTC days. */
  void conditionUpToEnd(SqlStatement.Builder sql, List<DayRange> days) {
    DayRange.any(sql, "event_date", days);
    if (!isUtc()) {
      sql.text(" AND event_time < ").instant(end());
    }
  }

  /** The UTC days it touches. */
  SortedSet<LocalDate> utcDays() {
    return firstUtcDay()
        .datesUntil(lastUtcDay().plusDays(1))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** The UTC days it touches, but those of {@code others}. */
  SortedSet<LocalDate> utcDaysBut(SortedSet<LocalDate> others) {
    SortedSet<LocalDate> days = utcDays();
    days.removeAll(others);
    return days;
  }

  /** Whether its days are those of UTC. */
  boolean isUtc() {
    return zone.equals(UTC);
  }

  /** Whether its clock differs from UTC by whole hours all the time. */
  boolean isOfWholeHours() {
    ZoneRules rules = zone.getRules();
    Instant at = start();
    while (rules.getOffset(at).getTotalSeconds() % SECONDS_PER_HOUR == 0) {
      ZoneOffsetTransition next = rules.nextTransition(at);
      if (next == null || !next.getInstant().isBefore(end())) {
        return true;
      }
      at = next.getInstant();
    }
    return false;
  }

  /** The first UTC day it touches. */
  LocalDate firstUtcDay() {
    return utcDay(start());
  }

  /** The last UTC day it touches. */
  LocalDate lastUtcDay() {
    return utcDay(end().minusMillis(1));
  }

  private static LocalDate utcDay(Instant instant) {
    return instant.atZone(ZoneOffset.UTC).toLocalDate();
  }
}
