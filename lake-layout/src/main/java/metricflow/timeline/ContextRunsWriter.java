package metricflow.timeline;

import java.util.Arrays;

/**
 * Writes a number for each event of a block, or of a person's day, in the order of the events: the
 * code of its context. Events next to each other mostly have the same. Format, version 1:
 *
 * <pre>
 *   byte    1, the version
 *   runs    to the end: pairs of varints, a code and how many events one after another have it
 * </pre>
 *
 * <p>A writer can be used for one value after another.
 */
public final class ContextRunsWriter {
  static final byte VERSION = 1;

  private byte[] bytes = new byte[64];
  private int length = 1;
  private int code;
  private int events;

  /** Adds so many events, one after another, that have the code. */
  public void add(int code, int events) {
    if (code != this.code) {
      end();
      this.code = code;
    }
    this.events += events;
  }

  private void end() {
    if (events > 0) {
      if (bytes.length - length < 2 * TimelineWriter.MAX_VARINT_BYTES) {
        bytes = Arrays.copyOf(bytes, bytes.length * 2);
      }
      length = TimelineWriter.writeVarint(code, bytes, length);
      length = TimelineWriter.writeVarint(events, bytes, length);
      events = 0;
    }
  }

  /** The bytes of all events added since the last {@code finish}. */
  public byte[] finish() {
    end();
    bytes[0] = VERSION;
    byte[] runs = Arrays.copyOf(bytes, length);
    length = 1;
    return runs;
  }
}
