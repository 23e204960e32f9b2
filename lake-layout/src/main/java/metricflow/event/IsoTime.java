package metricflow.event;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.OffsetDateTime;

/**
 * ISO 8601 text to epoch milliseconds. What a browser's {@code Date.toISOString()} writes is read
 * digit by digit, as the general parser took a seventh of the collector's time.
 */
final class IsoTime {
  /** Each {@code d} is a digit. */
  private static final String SECONDS = "dddd-dd-ddTdd:dd:ddZ";

  private static final String MILLIS = "dddd-dd-ddTdd:dd:dd.dddZ";
  private static final int SHORTEST = 4;
  private static final int LONGEST = 40;
  private static final int LAST_YEAR = 9999;

  private IsoTime() {}

  /**
   * Epoch milliseconds of a time with a zone.
   *
   * @throws DateTimeException when it is no time, or beyond the year 9999
   */
  static long epochMillis(String text) {
    boolean millis = isLike(MILLIS, text);
    return millis || isLike(SECONDS, text) ? utc(text, millis) : anyZone(text);
  }

  /**
   * The same for what tools export: also with a space for the T, with a zone written {@code UTC} or
   * {@code +00}, or with none, which is UTC.
   *
   * @throws DateTimeException when it is no time, or beyond the year 9999
   */
  static long exported(String text) {
    String iso = text.strip().replace(" UTC", "Z");
    if (iso.length() == 10) {
      return epochMillis(iso + "T00:00:00Z");
    }
    if (iso.length() > 10 && iso.charAt(10) == ' ') {
      iso = iso.substring(0, 10) + 'T' + iso.substring(11);
    }
    boolean zoned = iso.endsWith("Z") || Math.max(iso.indexOf('+'), iso.lastIndexOf('-')) > 10;
    return epochMillis(zoned ? iso : iso + "Z");
  }

  private static boolean isLike(String form, String text) {
    if (text.length() != form.length()) {
      return false;
    }
    for (int i = 0; i < form.length(); i++) {
      char c = text.charAt(i);
      if (form.charAt(i) == 'd' ? c < '0' || c > '9' : c != form.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  private static long utc(String text, boolean millis) {
    int hour = number(text, 11, 13);
    int minute = number(text, 14, 16);
    int second = number(text, 17, 19);
    if (hour > 23 || minute > 59 || second > 59) {
      throw new DateTimeException("not a time");
    }
    LocalDate day = LocalDate.of(number(text, 0, 4), number(text, 5, 7), number(text, 8, 10));
    long seconds = day.toEpochDay() * 86_400 + hour * 3_600L + minute * 60L + second;
    return seconds * 1_000 + (millis ? number(text, 20, 23) : 0);
  }

  private static int number(String text, int from, int to) {
    int number = 0;
    for (int i = from; i < to; i++) {
      number = number * 10 + text.charAt(i) - '0';
    }
    return number;
  }

  private static long anyZone(String text) {
    if (text.length() < SHORTEST || text.length() > LONGEST) {
      throw new DateTimeException("not a time");
    }
    OffsetDateTime time = OffsetDateTime.parse(text);
    if (Math.abs(time.getYear()) > LAST_YEAR) {
      throw new DateTimeException("not a time");
    }
    return time.toInstant().toEpochMilli();
  }
}
