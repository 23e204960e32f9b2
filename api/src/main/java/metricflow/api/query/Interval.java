package metricflow.api.query;

import static java.time.temporal.TemporalAdjusters.previousOrSame;

import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Pieces of a period, by the clock of its time zone. Weeks begin on Monday. Intervals of days and
 * more are numbered from the one that holds the first day, shorter ones by the epoch second of
 * their start.
 */
public enum Interval {
  MINUTE(ChronoUnit.MINUTES),
  HOUR(ChronoUnit.HOURS),
  DAY(ChronoUnit.DAYS),
  WEEK(ChronoUnit.WEEKS),
  MONTH(ChronoUnit.MONTHS);

  /** Most intervals of one question. */
  static final int MAX_COUNT = 1_500;

  /** No time zone has moved its clock by less. */
  private static final Duration STEP = Duration.ofMinutes(15);

  private final ChronoUnit unit;

  Interval(ChronoUnit unit) {
    this.unit = unit;
  }

  /** Its name in JSON and SQL. */
  public String json() {
    return name().toLowerCase(Locale.ROOT);
  }

  static List<String> names() {
    return Stream.of(values()).map(Interval::json).toList();
  }

  /** The names of those that are made of whole days. */
  static List<String> namesOfDays() {
    return Stream.of(DAY, WEEK, MONTH).map(Interval::json).toList();
  }

  boolean ofDays() {
    return compareTo(DAY) >= 0;
  }

  /** The first day of the interval that holds {@code day}. */
  LocalDate startOf(LocalDate day) {
    return switch (this) {
      case MINUTE, HOUR, DAY -> day;
      case WEEK -> day.with(previousOrSame(DayOfWeek.MONDAY));
      case MONTH -> day.withDayOfMonth(1);
    };
  }

  /**
   * The first day of the interval {@code count} intervals after the one that starts at {@code
   * start}.
   */
  LocalDate plus(LocalDate start, int count) {
    return start.plus(count, unit);
  }

  /** How the intervals of {@code period} are called: a date, or a time with its offset. */
  List<String> labels(Period period) {
    if (ofDays()) {
      LocalDate first = startOf(period.from());
      return Stream.iterate(first, start -> !start.isAfter(period.to()), start -> plus(start, 1))
          .map(LocalDate::toString)
          .toList();
    }
    return starts(period).stream()
        .map(start -> DateTimeFormatter.ISO_OFFSET_DATE_TIME.format(start.atZone(period.zone())))
        .toList();
  }

  /** The numbers of the intervals of {@code period}, in order. */
  List<Long> numbers(Period period) {
    return ofDays()
        ? Stream.iterate(0L, number -> number + 1).limit(labels(period).size()).toList()
        : starts(period).stream().map(Instant::getEpochSecond).toList();
  }

  /** An upper bound of how many there are in {@code days} days. */
  long most(long days) {
    return switch (this) {
      case MINUTE -> days * 1440;
      case HOUR -> days * 24;
      case DAY -> days;
      case WEEK -> days / 7 + 2;
      case MONTH -> days / 28 + 2;
    };
  }

  /**
   * The first instants of the intervals of {@code period}, which are of days, from that with the
   * number {@code first} on.
   */
  List<Instant> starts(Period period, int first) {
    return IntStream.range(first, labels(period).size())
        .mapToObj(number -> plus(startOf(period.from()), number))
        .map(day -> day.atStartOfDay(period.zone()).toInstant())
        .toList();
  }

  private List<Instant> starts(Period period) {
    List<Instant> starts = new ArrayList<>();
    Duration step = this == MINUTE ? Duration.ofMinutes(1) : STEP;
    for (Instant at = period.start(); at.isBefore(period.end()); at = at.plus(step)) {
      Instant start = ZonedDateTime.ofInstant(at, period.zone()).truncatedTo(unit).toInstant();
      if (starts.isEmpty() || !starts.getLast().equals(start)) {
        starts.add(start);
      }
    }
    return starts;
  }

  /**
   * Writes the number of the interval that holds the event of a row with {@code event_time} and, to
   * be read in its place where that tells enough, its day in UTC, {@code event_date}.
   */
  void numberOfRow(SqlStatement.Builder sql, Period period) {
    if (ofDays() && period.isUtc()) {
      numberOfDay(sql, period, () -> sql.text("event_date"));
    } else {
      number(sql, period);
    }
  }

  /** Writes the number of the interval that holds {@code event_time}. */
  void number(SqlStatement.Builder sql, Period period) {
    String zone = period.zone().getId();
    if (ofDays()) {
      numberOfDay(
          sql,
          period,
          () -> sql.text("CAST(at_timezone(event_time, ").value(zone).text(") AS date)"));
    } else {
      sql.text("CAST(to_unixtime(date_trunc('%s', at_timezone(event_time, ".formatted(json()))
          .value(zone)
          .text("))) AS bigint)");
    }
  }

  private void numberOfDay(SqlStatement.Builder sql, Period period, Runnable day) {
    sql.text("date_diff('%s', ".formatted(json())).value(startOf(period.from())).text(", ");
    if (this == DAY) {
      day.run();
    } else {
      sql.text("date_trunc('%s', ".formatted(json()));
      day.run();
      sql.text(")");
    }
    sql.text(")");
  }
}
