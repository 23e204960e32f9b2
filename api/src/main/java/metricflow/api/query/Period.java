package metricflow.api.query;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;

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
    if (days.size() == 1) {
      days.getFirst().condition(sql, "event_date");
    } else {
      DayRange.condition(sql, "event_date", days);
    }
    if (!zone.equals(UTC)) {
      sql.text(" AND event_time >= ").instant(start()).text(" AND event_time < ").instant(end());
    }
  }

  /** Writes the condition that an event lies in it or before it. */
  void conditionUpToEnd(SqlStatement.Builder sql) {
    sql.text("event_date <= ").value(lastUtcDay());
    if (!zone.equals(UTC)) {
      sql.text(" AND event_time < ").instant(end());
    }
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
