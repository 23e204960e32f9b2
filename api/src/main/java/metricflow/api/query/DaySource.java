package metricflow.api.query;

import java.time.Instant;
import java.time.LocalDate;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * Where the UTC days of a question are read from.
 *
 * @param name as in the answer's {@code source}
 * @param because why, in a sentence
 * @param rollupAsOf when the oldest rollup that is used was made; null when none is
 */
record DaySource(String name, String because, String rollupAsOf) {
  private static final String DOUBTFUL =
      "The rollups may be wrong about this: an id was given to another person since, or the"
          + " project has more events, pages or contexts than timelines have codes.";

  private static final String NEEDS_EVENTS =
      "A timeline knows an event's name, a page view's page, and country, device, browser, os and"
          + " plan; this question needs more.";

  private static final String RAW = "raw";

  /** Events alone. */
  static DaySource raw(String because) {
    return new DaySource(RAW, because, null);
  }

  /** Events alone, because there is nothing else yet. */
  static DaySource none() {
    return raw("None of the days is rolled up yet.");
  }

  /** {@code rollup} on the days of {@code read} that are {@code rolled}, events on the others. */
  static DaySource of(
      String rollup, SortedSet<LocalDate> read, SortedSet<LocalDate> rolled, RolledDays calendar) {
    SortedSet<LocalDate> used = new TreeSet<>(rolled);
    used.retainAll(read);
    if (used.isEmpty()) {
      return none();
    }
    return new DaySource(
        used.size() == read.size() ? rollup : rollup + "+" + RAW,
        "%d of the %d days are read from the %s; the others are read from events."
            .formatted(used.size(), read.size(), rollup),
        calendar.oldest(used).map(Instant::toString).orElseThrow());
  }

  /** Timelines on the days that have them, where they suit the question; else events alone. */
  static DaySource timelines(boolean suits, Period read, RolledDays calendar) {
    return suits
        ? of("timeline", read.utcDays(), calendar.complete(read), calendar)
        : raw(NEEDS_EVENTS);
  }

  /**
   * The answer that {@code ask} gives to this source, or to events where it gives none because the
   * rollups are not to be trusted.
   */
  Answer answer(Asking asking, Function<DaySource, Optional<Answer>> ask) {
    return ask.apply(this)
        .orElseGet(() -> {
          asking.forgetSql();
          return ask.apply(raw(DOUBTFUL)).orElseThrow();
        });
  }

  /** Whether no rollup is used. */
  boolean isRaw() {
    return rollupAsOf == null;
  }
}
