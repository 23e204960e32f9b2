package metricflow.trino.timeline;

import io.airlift.slice.Slice;
import io.airlift.slice.Slices;
import java.util.Arrays;
import metricflow.timeline.TimelineBlockWriter;

/**
 * Writes what is left of a block of timelines for those who count it. They need not know the
 * project's codes and contexts: what an event is to the question goes with it. Format:
 *
 * <pre>
 *   byte         {@link TimelinePart#BLOCK}
 *   byte         the bucket
 *   4 bytes      length of the block
 *   block        whose codes are numbers from 0, of what follows
 *   4 bytes      how many numbers there are, and for each of them:
 *     8 bytes    the mask of such events
 *     4 bytes    length of the name of their group, 0: they are in none
 *     name
 * </pre>
 *
 * <p>A writer can be used for one part after another.
 */
final class PartBlockWriter {
  static final int LENGTH_AT = 2;
  static final int HEADER_BYTES = LENGTH_AT + Integer.BYTES;
  static final int MEANING_BYTES = Long.BYTES + Integer.BYTES;

  private final TimelineBlockWriter block = new TimelineBlockWriter();

  /** By meaning: its number in the part, and 1. */
  private int[] numbers = new int[16];

  /** By number: the meaning. */
  private int[] numbered = new int[16];

  private int size;

  /** Begins the next person, by ascending keys. */
  void begin(long personKey) {
    block.begin(personKey);
  }

  /** Adds an event of the person. */
  void event(long time, int sequence, int meaning) {
    block.event(time, sequence, number(meaning));
  }

  private int number(int meaning) {
    if (meaning >= numbers.length) {
      numbers = Arrays.copyOf(numbers, Math.max(meaning + 1, numbers.length * 2));
    }
    if (numbers[meaning] == 0) {
      if (size == numbered.length) {
        numbered = Arrays.copyOf(numbered, size * 2);
      }
      numbered[size] = meaning;
      size++;
      numbers[meaning] = size;
    }
    return numbers[meaning] - 1;
  }

  /** The person has no more events. */
  void end() {
    block.end();
  }

  /**
   * The part, after which the writer is as new.
   *
   * @param bucket that of all persons
   * @param meanings what the events are
   */
  Slice finish(byte bucket, EventMeanings meanings) {
    if (block.persons() == 0) {
      return TimelinePart.nothing(bucket);
    }
    int events = block.size();
    int length = HEADER_BYTES + events + Integer.BYTES;
    for (int number = 0; number < size; number++) {
      length += MEANING_BYTES + meanings.groupName(numbered[number]).length();
    }
    Slice part = Slices.allocate(length);
    part.setByte(0, TimelinePart.BLOCK);
    part.setByte(1, bucket);
    part.setInt(LENGTH_AT, events);
    block.finish(part.byteArray(), part.byteArrayOffset() + HEADER_BYTES);
    int at = HEADER_BYTES + events;
    part.setInt(at, size);
    at += Integer.BYTES;
    for (int number = 0; number < size; number++) {
      int meaning = numbered[number];
      Slice name = meanings.groupName(meaning);
      part.setLong(at, meanings.mask(meaning));
      part.setInt(at + Long.BYTES, name.length());
      part.setBytes(at + MEANING_BYTES, name);
      at += MEANING_BYTES + name.length();
      numbers[meaning] = 0;
    }
    size = 0;
    return part;
  }
}
