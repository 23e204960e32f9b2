package metricflow.jobs.backfill;

import java.util.Iterator;
import java.util.NoSuchElementException;
import org.apache.spark.sql.catalyst.InternalRow;

/** Rows made from lines; blank lines and lines without a row are passed over. */
abstract class LineIterator implements Iterator<InternalRow> {
  private final Iterator<InternalRow> lines;
  private InternalRow next;

  LineIterator(Iterator<InternalRow> lines) {
    this.lines = lines;
  }

  /** The row of a line, or null when it has none. */
  abstract InternalRow row(byte[] line);

  @Override
  public boolean hasNext() {
    while (next == null && lines.hasNext()) {
      byte[] line = lines.next().getUTF8String(0).getBytes();
      next = isBlank(line) ? null : row(line);
    }
    return next != null;
  }

  private static boolean isBlank(byte[] line) {
    for (byte character : line) {
      if (character != ' ' && character != '\t' && character != '\r') {
        return false;
      }
    }
    return true;
  }

  @Override
  public InternalRow next() {
    if (!hasNext()) {
      throw new NoSuchElementException();
    }
    InternalRow row = next;
    next = null;
    return row;
  }
}
