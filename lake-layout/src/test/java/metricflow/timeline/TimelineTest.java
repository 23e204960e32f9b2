package metricflow.timeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import metricflow.event.Event;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

final class TimelineTest {
  record Entry(long time, int sequence, int code) {}

  /** Recorded once: bytes in the lake must stay readable. */
  private static final String VERSION_1 =
      "01"
          + "03" // three events
          + "09" // nine bytes of times
          + "80b0d1adc168" // 2026-11-24T00:00:00Z
          + "d00f" // two seconds later
          + "00" // at the same instant
          + "03" // code 3
          + "ac02" // code 300
          + "00"; // code 0

  private static final String VERSION_2 =
      "02"
          + "03" // three events
          + "09" // nine bytes of times
          + "04" // four bytes of codes
          + "80b0d1adc168" // 2026-11-24T00:00:00Z
          + "d00f" // two seconds later
          + "00" // at the same instant
          + "03" // code 3
          + "ac02" // code 300
          + "00" // code 0
          + "0e" // sequence 7
          + "00" // 8
          + "13"; // none, which is -1

  private static final long DAY = 1_795_478_400_000L;

  private final TimelineWriter writer = new TimelineWriter();
  private final TimelineReader reader = new TimelineReader();

  @Test
  void version_two_is_written_as_recorded() {
    writer.add(DAY, 7, 3);
    writer.add(DAY + 2_000, 8, 300);
    writer.add(DAY + 2_000, Event.NO_SEQUENCE, 0);

    assertThat(HexFormat.of().formatHex(writer.finish())).isEqualTo(VERSION_2);
  }

  @Test
  void version_two_is_read_as_recorded() {
    assertThat(read(HexFormat.of().parseHex(VERSION_2)))
        .containsExactly(
            new Entry(DAY, 7, 3),
            new Entry(DAY + 2_000, 8, 300),
            new Entry(DAY + 2_000, Event.NO_SEQUENCE, 0));
  }

  @Test
  void version_one_is_read_as_recorded_and_its_events_are_numbered() {
    assertThat(read(HexFormat.of().parseHex(VERSION_1)))
        .containsExactly(
            new Entry(DAY, 0, 3), new Entry(DAY + 2_000, 1, 300), new Entry(DAY + 2_000, 2, 0));
  }

  @Provide
  Arbitrary<List<Entry>> entries() {
    return Combinators.combine(
            Arbitraries.longs(), Arbitraries.integers(), Arbitraries.integers().greaterOrEqual(0))
        .as((time, sequence, code) -> new Entry(time / 2, sequence, code))
        .list()
        .ofMaxSize(200)
        .map(list -> list.stream().sorted(Comparator.comparingLong(Entry::time)).toList());
  }

  @Property
  void what_is_written_is_read(
      @ForAll("entries") List<Entry> first, @ForAll("entries") List<Entry> second) {
    assertThat(read(write(first))).isEqualTo(first);
    assertThat(read(write(second))).isEqualTo(second);
  }

  @Property
  void damaged_bytes_are_refused_and_nothing_else_happens(
      @ForAll("entries") List<Entry> entries, @ForAll int where, @ForAll byte what) {
    byte[] bytes = write(entries);
    byte[] cut = Arrays.copyOf(bytes, Math.floorMod(where, bytes.length));
    assertThatThrownBy(() -> read(cut)).isInstanceOf(IllegalArgumentException.class);

    bytes[Math.floorMod(where, bytes.length)] = what;
    try {
      assertThat(read(bytes)).hasSizeLessThanOrEqualTo(bytes.length);
    } catch (IllegalArgumentException refused) {
      assertThat(refused).hasMessageContaining("timeline");
    }
  }

  @Property
  void whether_a_code_has_a_mask_is_told_before_the_events_are_read(
      @ForAll("fewCodes") List<Entry> entries, @ForAll @Size(max = 400) long[] masks) {
    byte[] bytes = write(entries);
    reader.open(bytes, 0, bytes.length);

    assertThat(reader.holdsAny(masks))
        .isEqualTo(
            entries.stream()
                .anyMatch(entry -> entry.code() < masks.length && masks[entry.code()] != 0));
    assertThat(left()).isEqualTo(entries);
  }

  @Provide
  Arbitrary<List<Entry>> fewCodes() {
    return Arbitraries.integers()
        .between(0, 500)
        .map(code -> new Entry(7, 0, code))
        .list()
        .ofMaxSize(5);
  }

  @Test
  void a_timeline_lies_anywhere_in_an_array() {
    byte[] bytes = write(List.of(new Entry(5, 4, 6)));
    byte[] inside = new byte[bytes.length + 7];
    Arrays.fill(inside, (byte) 0xff);
    System.arraycopy(bytes, 0, inside, 3, bytes.length);

    reader.open(inside, 3, 3 + bytes.length);
    assertThat(reader.next()).isTrue();
    assertThat(reader.time()).isEqualTo(5);
    assertThat(reader.sequence()).isEqualTo(4);
    assertThat(reader.code()).isEqualTo(6);
    assertThat(reader.next()).isFalse();
  }

  @Test
  void events_must_come_in_order_and_have_a_code() {
    writer.add(10, 0, 0);
    assertThatThrownBy(() -> writer.add(9, 0, 0)).hasMessageContaining("9 is earlier than 10");
    assertThatThrownBy(() -> writer.add(11, 0, -1)).hasMessageContaining("code");
  }

  @Test
  void what_is_no_timeline_is_refused() {
    assertThatThrownBy(() -> read(new byte[0])).hasMessageContaining("empty value");
    assertThatThrownBy(() -> read(new byte[] {3, 0, 0})).hasMessageContaining("version 3");
  }

  private byte[] write(List<Entry> entries) {
    entries.forEach(entry -> writer.add(entry.time(), entry.sequence(), entry.code()));
    return writer.finish();
  }

  private List<Entry> read(byte[] bytes) {
    reader.open(bytes, 0, bytes.length);
    return left();
  }

  private List<Entry> left() {
    List<Entry> entries = new ArrayList<>();
    while (reader.next()) {
      entries.add(new Entry(reader.time(), reader.sequence(), reader.code()));
    }
    return entries;
  }
}
