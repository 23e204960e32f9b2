package metricflow.trino.timeline;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import metricflow.timeline.TimelineBlockReader;
import metricflow.timeline.TimelineBlockWriter;

/**
 * Where the days of persons lie in several blocks, those of a person next to each other: laid out
 * by some bits of their keys, which are a hash, and then each of the small heaps by the keys. To
 * merge the blocks would be as short, and one comparison after another that no processor foresees.
 *
 * <p>An instance can be used for one bucket after another.
 */
final class PersonDays {
  private static final int MOST_BITS = 20;

  /** Heaps up to this size are put in order where they lie. */
  private static final int SMALL = 64;

  private long[] keys = {};

  /** Which part it lies in, and in the lower half which person it is there. */
  private long[] places = {};

  private int[] heaps = {};
  private int size;

  /**
   * Lays out the persons of {@code parts}, of each person in the order of the parts, and those of
   * {@code others} after the parts, as if these were one more.
   */
  void lay(List<PartBlock> parts, long[] others) {
    size = others.length;
    for (PartBlock part : parts) {
      size += part.events().persons();
    }
    if (keys.length < size) {
      keys = new long[size];
      places = new long[size];
    }
    int bits = Math.clamp(Integer.SIZE - Integer.numberOfLeadingZeros(size), 1, MOST_BITS);
    count(parts, others, bits);
    int block = 0;
    for (PartBlock part : parts) {
      TimelineBlockReader events = part.events();
      for (int person = 0; person < events.persons(); person++) {
        put(events.personKey(person), block, person, bits);
      }
      block++;
    }
    for (int person = 0; person < others.length; person++) {
      put(others[person], block, person, bits);
    }
    int from = 0;
    for (int heap = 0; heap < 1 << bits; heap++) {
      sort(from, heaps[heap]);
      from = heaps[heap];
    }
  }

  /** Finds where each heap begins. */
  private void count(List<PartBlock> parts, long[] others, int bits) {
    int count = 1 << bits;
    if (heaps.length <= count) {
      heaps = new int[count + 1];
    }
    Arrays.fill(heaps, 0, count + 1, 0);
    for (PartBlock part : parts) {
      TimelineBlockReader events = part.events();
      for (int person = 0; person < events.persons(); person++) {
        heaps[heap(events.personKey(person), bits) + 1]++;
      }
    }
    for (long key : others) {
      heaps[heap(key, bits) + 1]++;
    }
    for (int heap = 0; heap < count; heap++) {
      heaps[heap + 1] += heaps[heap];
    }
  }

  /** The bits after those of the bucket, which all persons have in common. */
  private static int heap(long key, int bits) {
    return (int) (key << (Long.SIZE - TimelineBlockWriter.BUCKET_SHIFT) >>> (Long.SIZE - bits));
  }

  private void put(long key, int block, int person, int bits) {
    int at = heaps[heap(key, bits)]++;
    keys[at] = key;
    places[at] = (long) block << Integer.SIZE | person;
  }

  private void sort(int from, int to) {
    if (to - from > SMALL) {
      // Hardly ever, unless somebody has made ids for it.
      sortMany(from, to);
      return;
    }
    for (int next = from + 1; next < to; next++) {
      long key = keys[next];
      if (keys[next - 1] > key) {
        long place = places[next];
        int at = next;
        for (; at > from && keys[at - 1] > key; at--) {
          keys[at] = keys[at - 1];
          places[at] = places[at - 1];
        }
        keys[at] = key;
        places[at] = place;
      }
    }
  }

  private void sortMany(int from, int to) {
    int[] order =
        IntStream.range(from, to)
            .boxed()
            .sorted(Comparator.comparingLong(at -> keys[at]))
            .mapToInt(Integer::intValue)
            .toArray();
    long[] sortedKeys = Arrays.stream(order).mapToLong(at -> keys[at]).toArray();
    long[] sortedPlaces = Arrays.stream(order).mapToLong(at -> places[at]).toArray();
    System.arraycopy(sortedKeys, 0, keys, from, order.length);
    System.arraycopy(sortedPlaces, 0, places, from, order.length);
  }

  /** How many days of persons there are. */
  int size() {
    return size;
  }

  /** Whose day it is. */
  long key(int index) {
    return keys[index];
  }

  /** Which part it lies in; the number of parts is that of the others. */
  int block(int index) {
    return (int) (places[index] >>> Integer.SIZE);
  }

  /** Which person it is there. */
  int person(int index) {
    return (int) places[index];
  }
}
