package metricflow.api.saved;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A schedule of five fields, as cron has it: minute, hour, day of month, month, day of week (0 or 7
 * is Sunday); each a {@code *}, numbers, ranges and steps. Where both days are restricted, either
 * does. A time that the clock skips is made up for by as much later; one that comes twice counts
 * once.
 */
final class Cron {
  private static final Pattern PART =
      Pattern.compile("(?:\\*|(\\d{1,2})(?:-(\\d{1,2}))?)(?:/(\\d{1,2}))?");
  private static final int FIELDS = 5;

  /** So that each 29th of February is found. */
  private static final int YEARS_AHEAD = 9;

  private final List<LocalTime> times;
  private final BitSet days;
  private final BitSet months;
  private final BitSet weekDays;
  private final boolean eitherDay;

  private Cron(String[] fields, List<BitSet> sets) {
    this.times = new ArrayList<>();
    sets.get(1).stream()
        .forEach(
            hour -> sets.get(0).stream().forEach(minute -> times.add(LocalTime.of(hour, minute))));
    this.days = sets.get(2);
    this.months = sets.get(3);
    this.weekDays = sets.get(4);
    if (weekDays.get(7)) {
      weekDays.set(0);
    }
    this.eitherDay = !fields[2].startsWith("*") && !fields[4].startsWith("*");
  }

  /** The schedule that {@code text} is, if it is one that ever comes. */
  static Optional<Cron> of(String text) {
    String[] fields = text.split(" ", -1);
    int[] least = {0, 0, 1, 1, 0};
    int[] most = {59, 23, 31, 12, 7};
    if (fields.length != FIELDS) {
      return Optional.empty();
    }
    List<BitSet> sets = new ArrayList<>();
    for (int i = 0; i < FIELDS; i++) {
      BitSet set = set(fields[i], least[i], most[i]);
      if (set.isEmpty()) {
        return Optional.empty();
      }
      sets.add(set);
    }
    Cron cron = new Cron(fields, sets);
    return cron.next(Instant.EPOCH, ZoneId.of("UTC")).map(ever -> cron);
  }

  /** The numbers a field names; none when it is no field. */
  private static BitSet set(String field, int least, int most) {
    BitSet set = new BitSet();
    for (String part : field.split(",", -1)) {
      Matcher matcher = PART.matcher(part);
      if (!matcher.matches()) {
        return new BitSet();
      }
      boolean any = matcher.group(1) == null;
      boolean stepped = matcher.group(3) != null;
      int from = any ? least : Integer.parseInt(matcher.group(1));
      int last = matcher.group(2) == null ? from : Integer.parseInt(matcher.group(2));
      int to = any || (stepped && matcher.group(2) == null) ? most : last;
      int step = stepped ? Integer.parseInt(matcher.group(3)) : 1;
      if (from < least || to > most || from > to || step < 1) {
        return new BitSet();
      }
      for (int number = from; number <= to; number += step) {
        set.set(number);
      }
    }
    return set;
  }

  /** The first time after {@code after}, where days begin as in {@code zone}. */
  Optional<Instant> next(Instant after, ZoneId zone) {
    LocalDate first = after.atZone(zone).toLocalDate();
    // A day earlier: what its skipped hour made up for may lie after midnight.
    LocalDate last = first.plusYears(YEARS_AHEAD);
    for (LocalDate day = first.minusDays(1); day.isBefore(last); day = day.plusDays(1)) {
      if (isOn(day)) {
        for (LocalTime time : times) {
          Instant instant = day.atTime(time).atZone(zone).toInstant();
          if (instant.isAfter(after)) {
            return Optional.of(instant);
          }
        }
      }
    }
    return Optional.empty();
  }

  private boolean isOn(LocalDate day) {
    boolean ofMonth = days.get(day.getDayOfMonth());
    boolean ofWeek = weekDays.get(day.getDayOfWeek().getValue() % 7);
    return months.get(day.getMonthValue()) && (eitherDay ? ofMonth || ofWeek : ofMonth && ofWeek);
  }
}
