package metricflow.retention;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import metricflow.retention.RetentionRules.Cohort;
import metricflow.retention.RetentionRules.Mode;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class RetentionRulesTest {
  record Entry(long time, boolean isStart, boolean isReturn) {}

  /** Events are s, r or b (both) and a local time; expected are cohorts with their intervals. */
  @ParameterizedTest(name = "{0}: {1} {3}")
  @CsvSource({
    "a night is a day in the calendar, day, first, UTC, s2026-11-23T20:00:00Z r2026-11-24T06:00:00Z, 2026-11-23:1",
    "but no 24 hours, day, rolling, UTC, s2026-11-23T20:00:00Z r2026-11-24T06:00:00Z, 2026-11-23:0",
    "24 hours are a day, day, rolling, UTC, s2026-11-23T20:00:00Z r2026-11-24T20:00:00Z, 2026-11-23:1",
    "the calendar is that of the zone, day, first, America/New_York, s2026-11-24T03:00:00Z r2026-11-24T06:00:00Z, 2026-11-23:1",
    "weeks begin on Monday, week, first, UTC, s2026-11-22T12:00:00Z r2026-11-23T12:00:00Z r2026-11-29T12:00:00Z, 2026-11-16:1",
    "months of a year and the next, month, first, UTC, s2026-11-30T12:00:00Z r2026-12-01T12:00:00Z r2027-02-01T12:00:00Z, 2026-11-01:1.3",
    "an hour of summer time makes no difference, day, first, Europe/Berlin, s2026-10-24T22:30:00Z r2026-10-25T22:30:00Z r2026-10-25T23:30:00Z, 2026-10-25:0.1",
    "a return before the start does not count, day, first, UTC, r2026-11-23T10:00:00Z s2026-11-23T11:00:00Z, 2026-11-23:",
    "one at its instant does, day, first, UTC, s2026-11-23T11:00:00Z r2026-11-23T11:00:00Z, 2026-11-23:0",
    "one event may be both, day, first, UTC, b2026-11-23T11:00:00Z b2026-11-25T11:00:00Z, 2026-11-23:0.2",
    "the first start counts, day, first, UTC, s2026-11-23T11:00:00Z s2026-11-24T11:00:00Z r2026-11-25T11:00:00Z, 2026-11-23:2",
    "or each, day, recurring, UTC, s2026-11-23T11:00:00Z s2026-11-24T11:00:00Z r2026-11-25T11:00:00Z, 2026-11-23:2 2026-11-24:1",
    "the first start of an interval, day, recurring, UTC, s2026-11-23T11:00:00Z s2026-11-23T13:00:00Z r2026-11-23T12:00:00Z, 2026-11-23:0",
  })
  void who_returned_when(
      String rule, String interval, String mode, String zone, String events, String cohorts) {
    RetentionEvents given = new RetentionEvents();
    for (String event : events.split(" ")) {
      char kind = event.charAt(0);
      given.add(Instant.parse(event.substring(1)).toEpochMilli(), kind != 'r', kind != 's');
    }

    assertThat(
            RetentionRules.of(interval, zone, mode).cohorts(given).stream()
                .map(cohort ->
                    cohort.cohort()
                        + ":"
                        + cohort.returned().stream()
                            .map(String::valueOf)
                            .collect(Collectors.joining(".")))
                .collect(Collectors.joining(" ")))
        .as(rule)
        .isEqualTo(cohorts);
  }

  @Provide
  Arbitrary<List<Entry>> entries() {
    long from = Instant.parse("2026-10-20T00:00:00Z").toEpochMilli();
    return Combinators.combine(
            Arbitraries.longs().between(0, 24 * 10).map(hours -> from + hours * 3_600_000),
            Arbitraries.of(true, false),
            Arbitraries.of(true, false))
        .as(Entry::new)
        .list()
        .ofMaxSize(12);
  }

  @Property(tries = 5_000, edgeCases = EdgeCasesMode.NONE)
  void counts_what_the_definition_says(
      @ForAll("entries") List<Entry> entries,
      @ForAll RetentionInterval interval,
      @ForAll Mode mode,
      @ForAll long seed) {
    RetentionRules rules =
        new RetentionRules(
            mode == Mode.ROLLING ? RetentionInterval.DAY : interval,
            ZoneId.of("Europe/Berlin"),
            mode);
    List<Entry> shuffled = new ArrayList<>(entries);
    Collections.shuffle(shuffled, new Random(seed));

    assertThat(rules.cohorts(travelled(shuffled))).isEqualTo(naive(rules, entries));
  }

  /** Each cohort and each interval that could be, tried one by one, by the calendar's own units. */
  private static List<Cohort> naive(RetentionRules rules, List<Entry> entries) {
    List<Entry> starts = entries.stream().filter(Entry::isStart).toList();
    long firstStart = starts.stream().mapToLong(Entry::time).min().orElse(0);
    List<LocalDate> days =
        starts.stream()
            .filter(entry -> rules.mode() == Mode.RECURRING || entry.time() == firstStart)
            .map(entry -> begin(entry.time(), rules))
            .distinct()
            .sorted()
            .toList();
    List<Cohort> cohorts = new ArrayList<>();
    for (LocalDate day : days) {
      long start =
          starts.stream()
              .mapToLong(Entry::time)
              .filter(time -> begin(time, rules).equals(day))
              .min()
              .orElseThrow();
      List<Long> returned =
          LongStream.range(0, 20)
              .filter(n ->
                  entries.stream()
                      .anyMatch(entry ->
                          entry.isReturn()
                              && entry.time() >= start
                              && isIn(entry.time(), n, start, day, rules)))
              .boxed()
              .toList();
      cohorts.add(new Cohort(day, returned));
    }
    return cohorts;
  }

  private static boolean isIn(
      long time, long n, long start, LocalDate cohort, RetentionRules rules) {
    if (rules.mode() == Mode.ROLLING) {
      Instant from = Instant.ofEpochMilli(start).plus(n * 24, ChronoUnit.HOURS);
      Instant at = Instant.ofEpochMilli(time);
      return !at.isBefore(from) && at.isBefore(from.plus(24, ChronoUnit.HOURS));
    }
    LocalDate then =
        switch (rules.interval()) {
          case DAY -> cohort.plusDays(n);
          case WEEK -> cohort.plusWeeks(n);
          case MONTH -> cohort.plusMonths(n);
        };
    return begin(time, rules).equals(then);
  }

  private static LocalDate begin(long time, RetentionRules rules) {
    LocalDate day = Instant.ofEpochMilli(time).atZone(rules.zone()).toLocalDate();
    return switch (rules.interval()) {
      case DAY -> day;
      case WEEK -> day.minusDays(day.getDayOfWeek().getValue() - 1L);
      case MONTH -> day.withDayOfMonth(1);
    };
  }

  private static RetentionEvents travelled(List<Entry> entries) {
    RetentionEvents events = new RetentionEvents();
    entries.forEach(entry -> events.add(entry.time(), entry.isStart(), entry.isReturn()));
    ByteBuffer bytes = ByteBuffer.allocate(events.byteSize());
    events.writeTo(bytes);
    RetentionEvents travelled = new RetentionEvents();
    travelled.addAll(RetentionEvents.readFrom(bytes.flip()));
    return travelled;
  }

  @ParameterizedTest
  @CsvSource({
    "hour, UTC, first, interval must be day",
    "day, Mars/Olympus, first, unknown time zone",
    "day, UTC, sometimes, mode must be",
    "week, UTC, rolling, rolling intervals are days",
  })
  void what_is_unknown_is_refused(String interval, String zone, String mode, String message) {
    assertThatThrownBy(() -> RetentionRules.of(interval, zone, mode))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(message);
  }
}
