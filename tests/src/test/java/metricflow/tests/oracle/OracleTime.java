package metricflow.tests.oracle;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.time.temporal.TemporalAdjusters;
import java.util.List;
import java.util.stream.Stream;
import metricflow.api.query.Interval;
import metricflow.api.query.Period;

/** When an event happened, by the clock of a question's time zone. */
final class OracleTime {
  private OracleTime() {}

  static LocalDate day(WorldEvent event, Period period) {
    return event.time().atZone(period.zone()).toLocalDate();
  }

  static Instant start(Period period) {
    return period.from().atStartOfDay(period.zone()).toInstant();
  }

  static boolean in(WorldEvent event, Period period) {
    LocalDate day = day(event, period);
    return !day.isBefore(period.from()) && !day.isAfter(period.to());
  }

  /** How the interval that holds the event is called. */
  static String label(WorldEvent event, Period period, Interval interval) {
    ZonedDateTime time = event.time().atZone(period.zone());
    return switch (interval) {
      case MINUTE -> text(time.truncatedTo(ChronoUnit.MINUTES));
      case HOUR -> text(time.truncatedTo(ChronoUnit.HOURS));
      case DAY, WEEK, MONTH -> start(time.toLocalDate(), interval).toString();
    };
  }

  static LocalDate start(LocalDate day, Interval interval) {
    return switch (interval) {
      case WEEK -> day.with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY));
      case MONTH -> day.withDayOfMonth(1);
      case MINUTE, HOUR, DAY -> day;
    };
  }

  private static String text(ZonedDateTime time) {
    return DateTimeFormatter.ISO_OFFSET_DATE_TIME.format(time);
  }

  /** All intervals of days and more that begin in the period or hold its first day. */
  static List<LocalDate> starts(Period period, Interval interval) {
    return Stream.iterate(period.from(), day -> !day.isAfter(period.to()), day -> day.plusDays(1))
        .map(day -> start(day, interval))
        .distinct()
        .toList();
  }
}
