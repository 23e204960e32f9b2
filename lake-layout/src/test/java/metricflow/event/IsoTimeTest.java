package metricflow.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IsoTimeTest {
  private static final DateTimeFormatter MILLIS =
      DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

  @Property
  void a_time_of_a_browser_is_read_as_the_general_parser_reads_it(
      @ForAll @LongRange(min = -62_135_596_800_000L, max = 253_402_300_799_999L) long time) {
    assertThat(IsoTime.epochMillis(MILLIS.format(Instant.ofEpochMilli(time)))).isEqualTo(time);
    long second = Math.floorDiv(time, 1000L) * 1000;
    assertThat(IsoTime.epochMillis(MILLIS.format(Instant.ofEpochMilli(second)).replace(".000", "")))
        .isEqualTo(second);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "2026-11-24T03:00:00+02:00",
        "2026-11-24T03:00Z",
        "2026-11-24T03:00:00.1Z",
        "2026-11-24T03:00:00.123456Z",
        "2024-02-29T23:59:59Z",
      })
  void other_forms_are_read_too(String text) {
    assertThat(IsoTime.epochMillis(text))
        .isEqualTo(OffsetDateTime.parse(text).toInstant().toEpochMilli());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "2026-02-29T00:00:00Z",
        "2026-11-24T24:00:00Z",
        "2026-11-24T23:60:00Z",
        "2026-11-24T23:59:60.000Z",
        "2026-13-01T00:00:00Z",
        "2026-11-24 03:00:00Z",
        "2026-11-24T03:00:00",
        "yesterday",
        "",
      })
  void what_is_no_time_is_refused(String text) {
    assertThatThrownBy(() -> IsoTime.epochMillis(text)).isInstanceOf(DateTimeException.class);
  }
}
