package metricflow.retention;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Locale;

/** The intervals in which a person starts and returns. */
public enum RetentionInterval {
  /** Calendar days. */
  DAY {
    @Override
    long indexOf(LocalDate date) {
      return date.toEpochDay();
    }

    @Override
    public LocalDate firstDay(long index) {
      return LocalDate.ofEpochDay(index);
    }
  },
  /** Calendar weeks, from Monday. */
  WEEK {
    @Override
    long indexOf(LocalDate date) {
      return Math.floorDiv(date.toEpochDay() - MONDAY, 7);
    }

    @Override
    public LocalDate firstDay(long index) {
      return LocalDate.ofEpochDay(index * 7 + MONDAY);
    }
  },
  /** Calendar months. */
  MONTH {
    @Override
    long indexOf(LocalDate date) {
      return date.getYear() * 12L + date.getMonthValue() - 1;
    }

    @Override
    public LocalDate firstDay(long index) {
      return LocalDate.of((int) Math.floorDiv(index, 12L), (int) Math.floorMod(index, 12L) + 1, 1);
    }
  };

  /** A Monday, in days from 1970-01-01. */
  private static final long MONDAY = 4;

  abstract long indexOf(LocalDate date);

  /** The first day of an interval. */
  public abstract LocalDate firstDay(long index);

  /**
   * Number of the interval that holds an instant; intervals that follow each other have numbers
   * that follow each other.
   */
  public long indexOf(long epochMillis, ZoneId zone) {
    return indexOf(Instant.ofEpochMilli(epochMillis).atZone(zone).toLocalDate());
  }

  /**
   * The interval of that name in lower case.
   *
   * @throws IllegalArgumentException when there is none
   */
  public static RetentionInterval of(String name) {
    return switch (name.toLowerCase(Locale.ROOT)) {
      case "day" -> DAY;
      case "week" -> WEEK;
      case "month" -> MONTH;
      default ->
          throw new IllegalArgumentException("interval must be day, week or month, not " + name);
    };
  }
}
