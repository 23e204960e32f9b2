package metricflow.streaming.retry;

import java.util.concurrent.ThreadLocalRandom;
import java.util.function.LongConsumer;

/**
 * A set of fingerprints: open addressing in one array, nothing allocated an entry. Holds any number
 * but 0. Not thread-safe.
 */
final class FingerprintTable {
  private static final int SMALLEST = 16;
  private static final int FULL_OF_FOUR = 3;

  /** Unknown outside, so that nobody can choose event ids that all land on one place. */
  private static final long SEED = ThreadLocalRandom.current().nextLong();

  private long[] slots;
  private int size;

  FingerprintTable() {
    slots = new long[SMALLEST];
  }

  int size() {
    return size;
  }

  /** Bytes of memory. */
  long bytes() {
    return bytes(slots.length);
  }

  private static long bytes(int slotCount) {
    return (long) slotCount * Long.BYTES;
  }

  boolean contains(long fingerprint) {
    return slots[find(fingerprint)] != 0;
  }

  /** Adds it; false when it was there. */
  boolean add(long fingerprint) {
    int slot = find(fingerprint);
    if (slots[slot] != 0) {
      return false;
    }
    slots[slot] = fingerprint;
    size++;
    if (size > slots.length / 4 * FULL_OF_FOUR) {
      resize(slots.length * 2);
    }
    return true;
  }

  /** Gives back the room that was kept for more. */
  void trim() {
    int needed = Math.max(SMALLEST, size / FULL_OF_FOUR * 4 + 8);
    if (needed < slots.length) {
      resize(needed);
    }
  }

  void forEach(LongConsumer consumer) {
    for (long fingerprint : slots) {
      if (fingerprint != 0) {
        consumer.accept(fingerprint);
      }
    }
  }

  long[] toArray() {
    long[] all = new long[size];
    int next = 0;
    for (long fingerprint : slots) {
      if (fingerprint != 0) {
        all[next++] = fingerprint;
      }
    }
    return all;
  }

  private void resize(int slotCount) {
    long[] old = slots;
    slots = new long[slotCount];
    for (long fingerprint : old) {
      if (fingerprint != 0) {
        slots[find(fingerprint)] = fingerprint;
      }
    }
  }

  /** Where it is, or the empty slot where it belongs. */
  private int find(long fingerprint) {
    int slot =
        (int) Math.unsignedMultiplyHigh(BatchFingerprint.mix(fingerprint ^ SEED), slots.length);
    while (slots[slot] != 0 && slots[slot] != fingerprint) {
      slot = slot + 1 == slots.length ? 0 : slot + 1;
    }
    return slot;
  }
}
