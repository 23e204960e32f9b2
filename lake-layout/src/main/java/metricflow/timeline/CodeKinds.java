package metricflow.timeline;

import java.util.Arrays;

/**
 * Finds the events of a block whose codes are of some kind, all of them at once: most events of
 * most blocks are of none, and nothing but their codes is read.
 */
public final class CodeKinds {
  /** Codes below are a byte. */
  private static final int BYTE_CODES = 128;

  private final int[] kinds;
  private int[] events = {};
  private int[] found = {};
  private int size;

  /**
   * For codes of these kinds.
   *
   * @param kinds by code; 0, and that of further codes, is none
   */
  public CodeKinds(int[] kinds) {
    // So that a code of a byte is looked up without a question.
    this.kinds = Arrays.copyOf(kinds, Math.max(kinds.length, BYTE_CODES));
  }

  /**
   * Finds the events that are of a kind; forgets those of the block before.
   *
   * @throws IllegalArgumentException when the bytes are damaged
   */
  public void find(TimelineBlockReader block) {
    look(block, 0);
  }

  /**
   * Finds all events, of no kind too.
   *
   * @throws IllegalArgumentException when the bytes are damaged
   */
  public void findAll(TimelineBlockReader block) {
    look(block, 1);
  }

  /** An event of no kind counts {@code none}, which is 0 or 1. */
  private void look(TimelineBlockReader block, int none) {
    int all = block.allEvents();
    if (events.length <= all) {
      events = new int[all + 1];
      found = new int[all + 1];
    }
    VarintReader varints = block.varints();
    byte[] bytes = block.bytes();
    int end = block.codesEnd();
    int at = block.codesAt();
    int event = 0;
    int to = 0;
    while (at < end && event < all) {
      int kind;
      int code = bytes[at++];
      if (code >= 0) {
        kind = kinds[code];
      } else {
        at = varints.read(bytes, at - 1, end);
        code = varints.code();
        kind = code < kinds.length ? kinds[code] : 0;
      }
      // Without a branch, which nobody could foresee: written over by the next unless it counts.
      events[to] = event;
      found[to] = kind;
      to += kind != 0 ? 1 : none;
      event++;
    }
    if (at != end || event != all) {
      throw varints.damaged();
    }
    size = to;
  }

  /** How many events were found. */
  public int size() {
    return size;
  }

  /** The number in the block of an event that was found; they ascend. */
  public int event(int index) {
    return events[index];
  }

  /** Its kind. */
  public int kind(int index) {
    return found[index];
  }
}
