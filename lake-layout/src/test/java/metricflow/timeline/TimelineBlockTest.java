package metricflow.timeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

final class TimelineBlockTest {
  /** Recorded once: bytes in the lake must stay readable. */
  private static final String VERSION_1 =
      "01"
          + "ab00000000000001" // a person
          + "03" // three bytes
          + "0a0b0c"
          + "abffffffffffffff" // another
          + "01" // one byte
          + "0d";

  private final TimelineBlockWriter writer = new TimelineBlockWriter();
  private final TimelineBlockReader reader = new TimelineBlockReader();

  @Test
  void version_one_is_written_as_recorded() {
    writer.add(0xab00000000000001L, new byte[] {10, 11, 12});
    writer.add(0xabffffffffffffffL, new byte[] {13});

    assertThat(writer.persons()).isEqualTo(2);
    assertThat(HexFormat.of().formatHex(writer.finish())).isEqualTo(VERSION_1);
  }

  @Property(tries = 200)
  void what_was_written_is_read(
      @ForAll @Size(min = 1, max = 40) Map<Long, byte[]> persons, @ForAll byte bucket) {
    TreeMap<Long, byte[]> sorted = new TreeMap<>();
    persons.forEach(
        (key, timeline) -> sorted.put(((long) bucket << 56) | (key & 0xffffffffffffffL), timeline));
    sorted.forEach(writer::add);
    byte[] block = writer.finish();

    assertThat(read(block, 0, block.length)).containsExactlyEntriesOf(texts(sorted));
    byte[] between = new byte[block.length + 9];
    System.arraycopy(block, 0, between, 4, block.length);
    assertThat(read(between, 4, 4 + block.length)).containsExactlyEntriesOf(texts(sorted));
  }

  @Property(tries = 100)
  void a_block_that_is_cut_is_refused_or_has_fewer_persons(@ForAll @IntRange(min = 1) int length) {
    byte[] whole = HexFormat.of().parseHex(VERSION_1);
    int cut = length % whole.length;
    if (cut == 1 || cut == 13) {
      assertThat(read(whole, 0, cut)).hasSizeLessThan(2);
    } else {
      assertThatThrownBy(() -> read(whole, 0, cut)).isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void keys_rise_within_one_bucket() {
    writer.add(5, new byte[1]);

    assertThatThrownBy(() -> writer.add(5, new byte[1]))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("person 5 cannot come after 5 in a block");
    assertThatThrownBy(() -> writer.add(1L << 56, new byte[1]))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void the_bucket_is_the_upper_eight_bits() {
    assertThat(TimelineBlockWriter.bucket(0)).isZero();
    assertThat(TimelineBlockWriter.bucket(-1)).isEqualTo(255);
    assertThat(TimelineBlockWriter.bucket(0x7f00000000000000L)).isEqualTo(127);
  }

  @Test
  void another_version_is_refused() {
    assertThatThrownBy(() -> reader.open(new byte[] {2}, 0, 1))
        .hasMessage("no block of timelines, or of an unknown version");
  }

  private TreeMap<Long, String> read(byte[] bytes, int from, int to) {
    reader.open(bytes, from, to);
    TreeMap<Long, String> read = new TreeMap<>();
    while (reader.next()) {
      byte[] timeline = Arrays.copyOfRange(bytes, reader.from(), reader.to());
      read.put(reader.personKey(), HexFormat.of().formatHex(timeline));
    }
    return read;
  }

  private static TreeMap<Long, String> texts(Map<Long, byte[]> persons) {
    TreeMap<Long, String> texts = new TreeMap<>();
    persons.forEach((key, timeline) -> texts.put(key, HexFormat.of().formatHex(timeline)));
    return texts;
  }
}
