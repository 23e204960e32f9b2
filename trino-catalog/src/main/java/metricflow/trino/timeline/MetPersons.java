package metricflow.trino.timeline;

import io.airlift.slice.Slice;
import io.airlift.slice.Slices;
import java.util.Arrays;

/**
 * The persons of one bucket who meet a condition, as a part that is counted beside the others:
 *
 * <pre>
 *   byte         {@link TimelinePart#MET}
 *   byte         the bucket
 *   byte         number of the condition
 *   8 bytes      for each person: the key, ascending
 * </pre>
 */
public final class MetPersons {
  private static final int CONDITION_AT = 2;
  private static final int KEYS_AT = 3;

  private long[] keys = new long[64];
  private int size;

  /** Nobody yet. */
  public MetPersons() {}

  /** Adds a person; they come by ascending keys. */
  public void add(long personKey) {
    if (size == keys.length) {
      keys = Arrays.copyOf(keys, size * 2);
    }
    keys[size++] = personKey;
  }

  /** The part. */
  public Slice part(byte bucket, int condition) {
    Slice part = Slices.allocate(KEYS_AT + size * Long.BYTES);
    part.setByte(0, TimelinePart.MET);
    part.setByte(1, bucket);
    part.setByte(CONDITION_AT, condition);
    for (int i = 0; i < size; i++) {
      part.setLong(KEYS_AT + i * Long.BYTES, keys[i]);
    }
    return part;
  }

  /** Reads one such part while persons come by ascending keys. */
  static final class Reader {
    private final Slice part;
    private int at = KEYS_AT;

    /** Of a part. */
    Reader(Slice part) {
      if (part.length() < KEYS_AT || (part.length() - KEYS_AT) % Long.BYTES != 0) {
        throw new IllegalArgumentException("the persons who meet a condition are cut");
      }
      this.part = part;
    }

    /** The number of the condition. */
    int condition() {
      return part.getByte(CONDITION_AT);
    }

    /** Whether the person is there; the key is not below any asked before. */
    boolean holds(long personKey) {
      while (at < part.length() && part.getLong(at) < personKey) {
        at += Long.BYTES;
      }
      return at < part.length() && part.getLong(at) == personKey;
    }
  }
}
