package metricflow.trino.timeline;

import java.util.Arrays;

/** The persons of one bucket who meet a condition. */
final class MetPersons {
  private long[] keys = new long[64];
  private int size;
  private int at;

  /** Adds a person; they come by ascending keys. */
  void add(long personKey) {
    if (size == keys.length) {
      keys = Arrays.copyOf(keys, size * 2);
    }
    keys[size++] = personKey;
  }

  /** Whether the person is there; the key is not below any asked before. */
  boolean holds(long personKey) {
    while (at < size && keys[at] < personKey) {
      at++;
    }
    return at < size && keys[at] == personKey;
  }
}
