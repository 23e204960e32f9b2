package metricflow.jobs.backfill;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Divides records of RFC 4180 into cells. */
final class CsvLine {
  private static final byte[] DELIMITERS = {',', ';', '\t', '|'};

  private CsvLine() {}

  /** The character that divides a header: the most frequent of comma, semicolon, tab and bar. */
  static byte delimiter(byte[] header) {
    byte best = DELIMITERS[0];
    for (byte delimiter : DELIMITERS) {
      if (count(header, delimiter) > count(header, best)) {
        best = delimiter;
      }
    }
    return best;
  }

  private static int count(byte[] text, byte character) {
    int count = 0;
    for (byte b : text) {
      count += b == character ? 1 : 0;
    }
    return count;
  }

  /** The cells of a header, without the mark that some tools begin a file with. */
  static List<String> header(byte[] record, byte delimiter) {
    boolean mark =
        record.length > 2
            && record[0] == (byte) 0xEF
            && record[1] == (byte) 0xBB
            && record[2] == (byte) 0xBF;
    return cells(mark ? Arrays.copyOfRange(record, 3, record.length) : record, delimiter).stream()
        .map(String::strip)
        .toList();
  }

  /** The cells of a record. */
  static List<String> cells(byte[] record, byte delimiter) {
    List<String> cells = new ArrayList<>();
    int at = 0;
    while (at <= record.length) {
      if (at < record.length && record[at] == '"') {
        int end = closing(record, at + 1);
        String text = new String(record, at + 1, end - at - 1, StandardCharsets.UTF_8);
        cells.add(text.indexOf('"') < 0 ? text : text.replace("\"\"", "\""));
        at = next(record, end, delimiter);
      } else {
        int end = next(record, at, delimiter) - 1;
        cells.add(new String(record, at, end - at, StandardCharsets.UTF_8));
        at = end + 1;
      }
    }
    return cells;
  }

  /** The quote that ends a text, or the record's end. */
  private static int closing(byte[] record, int from) {
    for (int i = from; i < record.length; i++) {
      if (record[i] == '"') {
        if (i + 1 == record.length || record[i + 1] != '"') {
          return i;
        }
        i++;
      }
    }
    return record.length;
  }

  /** The place after the next delimiter; one after the record's end when there is none. */
  private static int next(byte[] record, int from, byte delimiter) {
    for (int i = from; i < record.length; i++) {
      if (record[i] == delimiter) {
        return i + 1;
      }
    }
    return record.length + 1;
  }
}
