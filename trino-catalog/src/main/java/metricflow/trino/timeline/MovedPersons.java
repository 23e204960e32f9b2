package metricflow.trino.timeline;

import static io.trino.spi.type.BigintType.BIGINT;

import io.trino.spi.block.Block;
import io.trino.spi.block.SqlMap;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;

/**
 * Persons whose timelines are of somebody else by now, because a statement about them came since
 * the timelines were made.
 *
 * @param keys of the persons, ascending
 * @param targets keys of who they are, in the same order
 */
public record MovedPersons(long[] keys, long[] targets) {
  /** Nobody is. */
  public static final MovedPersons NONE = new MovedPersons(new long[0], new long[0]);

  /** Bytes of a person in {@link #write}. */
  static final int BYTES = 2 * Long.BYTES;

  /** As {@code MAP(BIGINT, BIGINT)} gives them. */
  public static MovedPersons of(SqlMap map) {
    Block keys = map.getRawKeyBlock();
    Block values = map.getRawValueBlock();
    Map<Long, Long> sorted = new TreeMap<>();
    for (int i = map.getRawOffset(); i < map.getRawOffset() + map.getSize(); i++) {
      if (!values.isNull(i)) {
        sorted.put(BIGINT.getLong(keys, i), BIGINT.getLong(values, i));
      }
    }
    return new MovedPersons(
        sorted.keySet().stream().mapToLong(Long::longValue).toArray(),
        sorted.values().stream().mapToLong(Long::longValue).toArray());
  }

  /** What {@link #write} has written. */
  static MovedPersons read(ByteBuffer bytes) {
    int size = bytes.getInt();
    if (size < 0 || size > bytes.remaining() / BYTES) {
      throw new IllegalArgumentException("persons are cut");
    }
    long[] keys = new long[size];
    long[] targets = new long[size];
    for (int i = 0; i < size; i++) {
      keys[i] = bytes.getLong();
      targets[i] = bytes.getLong();
    }
    return new MovedPersons(keys, targets);
  }

  void write(ByteBuffer bytes) {
    bytes.putInt(keys.length);
    for (int i = 0; i < keys.length; i++) {
      bytes.putLong(keys[i]).putLong(targets[i]);
    }
  }

  int size() {
    return keys.length;
  }

  /** Who the person with {@code key} is by now, if that is somebody else. */
  OptionalLong target(long key) {
    int at = Arrays.binarySearch(keys, key);
    return at < 0 ? OptionalLong.empty() : OptionalLong.of(targets[at]);
  }
}
