package metricflow.jobs.backfill;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import org.apache.hadoop.fs.Seekable;

/** The records of a stretch of text, one after the other; blank lines are passed over. */
final class RecordReader implements Closeable {
  private static final int BUFFER_BYTES = 1 << 18;

  /** What is longer cannot be an event, and is kept up to here. */
  private static final int MAX_RECORD_BYTES = 1 << 20;

  private final InputStream in;
  private final Seekable file;
  private final boolean quotes;
  private final byte[] buffer = new byte[BUFFER_BYTES];
  private long left;
  private int at;
  private int limit;
  private byte[] record = {};
  private long line;
  private long nextLine;

  /**
   * A reader of {@code in}, which stands at the stretch's start.
   *
   * @param file where its bytes come from, compressed or not
   * @param quotes whether a line break between double quotes belongs to the record
   */
  RecordReader(InputStream in, Seekable file, Stretch stretch, boolean quotes) {
    this.in = in;
    this.file = file;
    this.quotes = quotes;
    this.left = stretch.end() - stretch.start();
    this.nextLine = stretch.firstLine();
  }

  /** Goes to the next record; false when there is none. */
  boolean next() throws IOException {
    do {
      if (at == limit && !fill()) {
        return false;
      }
      line = nextLine;
      read();
    } while (isBlank(record));
    return true;
  }

  private void read() throws IOException {
    byte[] begun = {};
    boolean quoted = false;
    while (true) {
      int start = at;
      int end = -1;
      int i = quotes ? at : LineBreaks.next(buffer, at, limit);
      for (; i < limit; i++) {
        byte b = buffer[i];
        if (b == '\n') {
          nextLine++;
          if (!quoted) {
            end = i;
            break;
          }
        } else if (b == '"' && quotes) {
          quoted = !quoted;
        }
      }
      at = end < 0 ? limit : end + 1;
      int until = end < 0 ? limit : end;
      if (begun.length == 0) {
        begun = Arrays.copyOfRange(buffer, start, until);
      } else if (begun.length < MAX_RECORD_BYTES) {
        int whole = begun.length + until - start;
        byte[] longer = Arrays.copyOf(begun, whole);
        System.arraycopy(buffer, start, longer, begun.length, until - start);
        begun = longer;
      }
      if (end >= 0 || !fill()) {
        break;
      }
    }
    boolean carriageReturn = begun.length > 0 && begun[begun.length - 1] == '\r';
    record = carriageReturn ? Arrays.copyOf(begun, begun.length - 1) : begun;
  }

  private boolean fill() throws IOException {
    at = 0;
    limit = Math.max(0, in.read(buffer, 0, (int) Math.min(buffer.length, left)));
    left -= limit;
    return limit > 0;
  }

  private static boolean isBlank(byte[] record) {
    for (byte character : record) {
      if (character != ' ' && character != '\t') {
        return false;
      }
    }
    return true;
  }

  /** The record, without its line ending. */
  byte[] record() {
    return record;
  }

  /** Number of the line it begins on, from 1. */
  long line() {
    return line;
  }

  /** Place in the file up to which it has been read. */
  long position() throws IOException {
    return file.getPos();
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
