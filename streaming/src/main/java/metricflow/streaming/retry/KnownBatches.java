package metricflow.streaming.retry;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;

/**
 * The fingerprints of one bus partition, in segments from the oldest to the newest. A segment is of
 * one hour; a busy hour has several, so that neither growing nor forgetting one takes long. Not
 * thread-safe.
 */
final class KnownBatches {
  /** Hours between two micro-batches across which a retry is recognised. */
  static final int TTL_HOURS = 24;

  private final int segmentEntries;
  private final Deque<Segment> segments = new ArrayDeque<>();

  private record Segment(long hour, FingerprintTable table) {}

  /**
   * Knows nothing yet.
   *
   * @param segmentEntries entries after which a segment is closed and the next one begun
   */
  KnownBatches(int segmentEntries) {
    this.segmentEntries = segmentEntries;
  }

  boolean contains(long fingerprint, long hour) {
    for (Iterator<Segment> newest = segments.descendingIterator(); newest.hasNext(); ) {
      Segment segment = newest.next();
      if (isAlive(segment.hour, hour) && segment.table.contains(fingerprint)) {
        return true;
      }
    }
    return false;
  }

  void add(long fingerprint, long hour) {
    Segment newest = segments.peekLast();
    if (newest == null || newest.hour != hour || newest.table.size() >= segmentEntries) {
      if (newest != null) {
        newest.table.trim();
      }
      newest = new Segment(hour, new FingerprintTable());
      segments.addLast(newest);
    }
    newest.table.add(fingerprint);
  }

  /** Forgets segments more than a day away, on either side: a clock may have been wrong. */
  void expire(long hour) {
    segments.removeIf(segment -> !isAlive(segment.hour, hour));
  }

  /** Whether what was seen in the one hour is still known in the other. */
  static boolean isAlive(long seenHour, long hour) {
    return Math.abs(hour - seenHour) <= TTL_HOURS;
  }

  /** Hour of the oldest segment, Long.MAX_VALUE if there is none. */
  long oldestHour() {
    return segments.isEmpty() ? Long.MAX_VALUE : segments.peekFirst().hour;
  }

  /** Forgets the oldest segment and tells how many entries it had. */
  int forgetOldest() {
    return segments.removeFirst().table.size();
  }

  long entries() {
    return segments.stream().mapToLong(segment -> segment.table.size()).sum();
  }

  /** Bytes of memory. */
  long bytes() {
    return segments.stream().mapToLong(segment -> segment.table.bytes()).sum();
  }
}
