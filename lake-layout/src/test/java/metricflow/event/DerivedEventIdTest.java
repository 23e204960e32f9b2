package metricflow.event;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import java.util.OptionalInt;
import java.util.UUID;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DerivedEventIdTest {
  private static final UUID SESSION = UUID.fromString("0198c5a0-1111-7abc-8def-0123456789ab");
  private static final long TIME = 0x0198c5a01234L;

  private static OptionalInt tab(UUID id, String session, Integer sequence, long time) {
    return DerivedEventId.tab(
        EventIds.bytes(id), session == null ? null : session.getBytes(UTF_8), sequence, time);
  }

  @Test
  void the_id_is_time_tab_and_session_plus_sequence() {
    assertThat(DerivedEventId.of(SESSION, 0x11, TIME, 0xabc))
        .hasToString("0198c5a0-1234-8abc-8def-0123456789bc");
  }

  @Property
  void an_id_so_made_is_told_by_its_tab(
      @ForAll long high,
      @ForAll long low,
      @ForAll @IntRange(min = 0) int sequence,
      @ForAll @LongRange(min = 0, max = (1L << 47) - 1) long time,
      @ForAll @IntRange(min = 0, max = DerivedEventId.TABS - 1) int tab) {
    UUID session = new UUID(high, low >>> 2 | Long.MIN_VALUE);
    UUID id = DerivedEventId.of(session, sequence, time, tab);

    assertThat(tab(id, session.toString(), sequence, time)).hasValue(tab);
    assertThat(DerivedEventId.bytes(session.toString().getBytes(UTF_8), sequence, time, tab))
        .isEqualTo(EventIds.bytes(id));
  }

  @Test
  void any_other_bit_makes_it_another_clients_id() {
    UUID id = DerivedEventId.of(SESSION, 3, TIME, 0);
    String session = SESSION.toString();
    for (int bit = 12; bit < 64; bit++) {
      UUID other = new UUID(id.getMostSignificantBits() ^ 1L << bit, id.getLeastSignificantBits());
      assertThat(tab(other, session, 3, TIME)).isEmpty();
    }
    for (int bit = 0; bit < 64; bit++) {
      UUID other = new UUID(id.getMostSignificantBits(), id.getLeastSignificantBits() ^ 1L << bit);
      assertThat(tab(other, session, 3, TIME)).isEmpty();
    }
    assertThat(tab(id, session, 4, TIME)).isEmpty();
    assertThat(tab(id, session, 3, TIME + 1)).isEmpty();
    assertThat(tab(id, session, null, TIME)).isEmpty();
    assertThat(tab(id, null, 3, TIME)).isEmpty();
    assertThat(DerivedEventId.tab(new byte[15], session.getBytes(UTF_8), 3, TIME)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "s-1", "0198c5a011117abc8def0123456789ab", "ünïcode-ünïcode-ünïcode-ünïcode"})
  void a_session_that_is_no_uuid_gives_none(String session) {
    assertThat(tab(DerivedEventId.of(SESSION, 3, TIME, 0), session, 3, TIME)).isEmpty();
  }

  @Test
  void a_session_is_meant_as_the_sdk_writes_it() {
    UUID id = DerivedEventId.of(SESSION, 3, TIME, 0);
    assertThat(tab(id, SESSION.toString().toUpperCase(Locale.ROOT), 3, TIME)).isEmpty();

    UUID otherVariant = UUID.fromString("0198c5a0-1111-7abc-7fff-ffffffffffff");
    assertThat(tab(DerivedEventId.of(otherVariant, 3, TIME, 0), otherVariant.toString(), 3, TIME))
        .isEmpty();
  }
}
