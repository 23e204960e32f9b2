package metricflow.jobs.backfill;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Supplier;

/**
 * A record as it is kept when it cannot be used. Of columns it is only made when asked for, which
 * is rare.
 *
 * @param mostBytes what it has at most
 * @param bytes makes it, UTF-8
 */
record RecordText(long mostBytes, Supplier<byte[]> bytes) {
  /** Bytes of a character at most: in JSON some are written as six. */
  private static final int WIDEST = 6;

  /** A record that is a text. */
  static RecordText of(byte[] text) {
    return new RecordText(text.length, () -> text);
  }

  /** A record that is cells, as a JSON object. */
  static RecordText of(List<String> header, String[] cells) {
    long characters = 2;
    for (int i = 0; i < cells.length; i++) {
      if (cells[i] != null) {
        characters += header.get(i).length() + cells[i].length() + WIDEST;
      }
    }
    return new RecordText(
        characters * WIDEST,
        () -> JsonText.ofCells(header, cells).getBytes(StandardCharsets.UTF_8));
  }
}
