package metricflow.timeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

final class ContextRunsTest {
  /** Recorded once: bytes in the lake must stay readable. */
  private static final String VERSION_1 =
      "01"
          + "0302" // two events of context 3
          + "ac0201"; // one of context 300

  private final ContextRunsWriter writer = new ContextRunsWriter();
  private final ContextRunsReader reader = new ContextRunsReader();

  @Test
  void version_one_is_written_as_recorded() {
    writer.add(3, 1);
    writer.add(3, 1);
    writer.add(300, 1);

    assertThat(HexFormat.of().formatHex(writer.finish())).isEqualTo(VERSION_1);
  }

  @Test
  void version_one_is_read_as_recorded() {
    open(HexFormat.of().parseHex(VERSION_1));

    assertThat(List.of(reader.at(0), reader.at(1), reader.at(2))).containsExactly(3, 3, 300);
    assertThatThrownBy(() -> reader.at(3))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("the bytes of the contexts of a block are damaged");
  }

  @Test
  void bytes_that_are_no_contexts_are_refused() {
    assertThatThrownBy(() -> open(new byte[] {2, 1, 1}))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> open(new byte[0])).isInstanceOf(IllegalArgumentException.class);
  }

  @Property
  void what_was_written_is_read_event_by_event_and_in_leaps(
      @ForAll @Size(max = 60) List<@IntRange(max = 200) Integer> contexts,
      @ForAll @IntRange(min = 1, max = 4) int leap) {
    contexts.forEach(context -> writer.add(context, 1));
    byte[] bytes = writer.finish();
    List<Integer> expected = new ArrayList<>();
    List<Integer> read = new ArrayList<>();
    open(bytes);
    for (int i = 0; i < contexts.size(); i += leap) {
      expected.add(contexts.get(i));
      read.add(reader.at(i));
    }

    assertThat(read).isEqualTo(expected);
  }

  private void open(byte[] bytes) {
    reader.open(bytes, 0, bytes.length);
  }
}
