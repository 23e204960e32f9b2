package metricflow.jobs.backfill;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

class LineBreaksTest {
  /** Bytes near a line break's, and with their high bit, are what a wrong trick would mistake. */
  private static final byte[] BYTES = {'\n', '\n' + 1, '\n' - 1, (byte) 0x8A, (byte) 0x8B, 0, 'x'};

  @Test
  void the_first_line_break_is_found_wherever_it_stands() {
    Random random = new Random(1);
    for (int round = 0; round < 20_000; round++) {
      byte[] text = new byte[random.nextInt(40)];
      for (int i = 0; i < text.length; i++) {
        text[i] = BYTES[random.nextInt(round % 2 == 0 ? BYTES.length : 500) % BYTES.length];
      }
      int from = random.nextInt(text.length + 1);
      int until = from + random.nextInt(text.length - from + 1);
      int first = from;
      while (first < until && text[first] != '\n') {
        first++;
      }
      assertThat(LineBreaks.next(text, from, until)).isEqualTo(first);
    }
  }
}
