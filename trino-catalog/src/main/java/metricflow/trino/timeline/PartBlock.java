package metricflow.trino.timeline;

import io.airlift.slice.Slice;
import metricflow.timeline.TimelineBlockReader;

/**
 * Reads what is left of a block of timelines, as {@link PartBlockWriter} writes it. A reader can be
 * used for one part after another.
 */
final class PartBlock {
  private final TimelineBlockReader events = new TimelineBlockReader();

  /** By number: what an event is to the question. */
  private long[] masks = {};

  private int[] groups = {};
  private int size;

  /**
   * Opens a part.
   *
   * @param names of groups, to which its own come
   * @throws IllegalArgumentException when it is damaged
   */
  void open(Slice part, GroupNames names) {
    int length =
        part.length() < PartBlockWriter.HEADER_BYTES ? -1 : part.getInt(PartBlockWriter.LENGTH_AT);
    if (length < 0 || length > part.length() - PartBlockWriter.HEADER_BYTES - Integer.BYTES) {
      throw cut();
    }
    int from = part.byteArrayOffset() + PartBlockWriter.HEADER_BYTES;
    events.open(part.byteArray(), from, from + length);
    int at = PartBlockWriter.HEADER_BYTES + length;
    size = part.getInt(at);
    at += Integer.BYTES;
    if (size < 0 || size > (part.length() - at) / PartBlockWriter.MEANING_BYTES) {
      throw cut();
    }
    if (masks.length < size) {
      masks = new long[size];
      groups = new int[size];
    }
    for (int i = 0; i < size; i++) {
      if (at + PartBlockWriter.MEANING_BYTES > part.length()) {
        throw cut();
      }
      masks[i] = part.getLong(at);
      int name = part.getInt(at + Long.BYTES);
      at += PartBlockWriter.MEANING_BYTES;
      if (name < 0 || name > part.length() - at) {
        throw cut();
      }
      groups[i] = name == 0 ? 0 : names.number(part.slice(at, name));
      at += name;
    }
  }

  private static IllegalArgumentException cut() {
    return new IllegalArgumentException("a part is cut");
  }

  /** The events. Their codes are for {@link #mask} and {@link #group}. */
  TimelineBlockReader events() {
    return events;
  }

  /** The mask of the event at hand. */
  long mask() {
    return masks[number()];
  }

  /** The group of the event at hand; 0 is none. */
  int group() {
    return groups[number()];
  }

  private int number() {
    int number = events.code();
    if (number >= size) {
      throw new IllegalArgumentException("a part is damaged");
    }
    return number;
  }
}
