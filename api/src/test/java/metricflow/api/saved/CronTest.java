package metricflow.api.saved;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class CronTest {
  private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "0 7 * * 1|2026-11-23T07:00:00Z|2026-11-30T07:00:00Z",
        "0 7 * * 1|2026-11-23T06:59:59Z|2026-11-23T07:00:00Z",
        "*/15 * * * *|2026-11-23T07:01:00Z|2026-11-23T07:15:00Z",
        "5 4 1 1 *|2026-11-23T07:00:00Z|2027-01-01T04:05:00Z",
        "0 0 29 2 *|2026-11-23T07:00:00Z|2028-02-29T00:00:00Z",
        "0 0 13 * 5|2026-11-23T07:00:00Z|2026-11-27T00:00:00Z",
        "0 12 * * 7|2026-11-23T07:00:00Z|2026-11-29T12:00:00Z",
        "10-40/10,59 9 * * *|2026-11-23T09:40:00Z|2026-11-23T09:59:00Z",
        "50/5 9 * * *|2026-11-23T09:50:00Z|2026-11-23T09:55:00Z"
      })
  void the_next_time_is_the_first_one_after(String text, String after, String next) {
    assertThat(Cron.of(text).orElseThrow().next(Instant.parse(after), ZoneOffset.UTC))
        .contains(Instant.parse(next));
  }

  @Test
  void days_begin_as_in_the_zone_and_a_skipped_hour_is_made_up_for() {
    Cron halfPastTwo = Cron.of("30 2 * * *").orElseThrow();

    assertThat(halfPastTwo.next(Instant.parse("2026-03-28T12:00:00Z"), BERLIN))
        .contains(Instant.parse("2026-03-29T01:30:00Z"));
    assertThat(halfPastTwo.next(Instant.parse("2026-03-29T01:30:00Z"), BERLIN))
        .contains(Instant.parse("2026-03-30T00:30:00Z"));
  }

  @Test
  void an_hour_that_comes_twice_counts_once() {
    Cron halfPastTwo = Cron.of("30 2 * * *").orElseThrow();

    assertThat(halfPastTwo.next(Instant.parse("2026-10-25T00:30:00Z"), BERLIN))
        .contains(Instant.parse("2026-10-26T01:30:00Z"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "* * * *",
        "* * * * * *",
        "60 * * * *",
        "* 24 * * *",
        "* * 0 * *",
        "* * * 13 *",
        "* * * * 8",
        "*/0 * * * *",
        "5-1 * * * *",
        "1,,2 * * * *",
        "a * * * *",
        "0 0 30 2 *",
        "@daily",
        "1-2-3 * * * *",
        "* *  * * *"
      })
  void what_is_no_schedule_or_never_comes_is_refused(String text) {
    assertThat(Cron.of(text)).isEmpty();
  }

  @Property(tries = 300)
  void the_next_time_is_that_of_a_search_minute_by_minute(
      @ForAll("fields") String[] fields, @ForAll("instants") Instant after) {
    Cron cron = Cron.of(String.join(" ", fields)).orElseThrow();

    ZonedDateTime minute = after.atZone(ZoneOffset.UTC).withSecond(0).withNano(0).plusMinutes(1);
    while (!matches(fields, minute)) {
      minute = minute.plusMinutes(1);
    }
    assertThat(cron.next(after, ZoneOffset.UTC)).contains(minute.toInstant());
  }

  /** Each field is a star or one number, so that the oracle needs no parser. */
  private static boolean matches(String[] fields, ZonedDateTime time) {
    boolean day = is(fields[2], time.getDayOfMonth());
    boolean weekDay = is(fields[4], time.getDayOfWeek().getValue() % 7);
    boolean anyDay = fields[2].equals("*") || fields[4].equals("*");
    return is(fields[0], time.getMinute())
        && is(fields[1], time.getHour())
        && is(fields[3], time.getMonthValue())
        && (anyDay ? day && weekDay : day || weekDay);
  }

  private static boolean is(String field, int number) {
    return field.equals("*") || Integer.parseInt(field) == number;
  }

  @Provide
  Arbitrary<String[]> fields() {
    return Combinators.combine(
            field(0, 59), field(0, 23), field(1, 28), Arbitraries.just("*"), field(0, 6))
        .as((minute, hour, day, month, weekDay) ->
            new String[] {minute, hour, day, month, weekDay});
  }

  private static Arbitrary<String> field(int least, int most) {
    return Arbitraries.oneOf(
        Arbitraries.just("*"), Arbitraries.integers().between(least, most).map(String::valueOf));
  }

  @Provide
  Arbitrary<Instant> instants() {
    return Arbitraries.longs()
        .between(
            Instant.parse("2026-01-01T00:00:00Z").getEpochSecond(),
            Instant.parse("2027-12-31T00:00:00Z").getEpochSecond())
        .map(Instant::ofEpochSecond);
  }
}
