package metricflow.trino.timeline;

import java.util.Arrays;
import metricflow.timeline.ContextRunsReader;
import metricflow.timeline.ContextRunsWriter;
import metricflow.timeline.EventCursor;
import metricflow.timeline.TimelineBlockReader;

/** Of the events of one person after another in a block those that matter to a question. */
final class MatteringEvents implements EventCursor {
  private static final int NO_INTERVAL = -1;
  private static final long DAY_MILLIS = 86_400_000L;

  private final TimelineBlockReader block;
  private final TimelineQuestion asked;
  private final ContextRunsWriter meanings = new ContextRunsWriter();
  private final SeenEvents seen = new SeenEvents();

  /** The contexts of the block's events; null where they are not asked about. */
  private ContextRunsReader contexts;

  /** Of the events of the person at hand that matter. */
  private int[] numbers = new int[8];

  private long[] times = new long[8];
  private int[] codes = new int[8];
  private long[] masks = new long[8];
  private int[] meaningsOfEvents = new int[8];
  private int[] groups = new int[8];
  private int size;

  /** Which of them is at hand, and whether their sequence numbers must be those of the block. */
  private int at;

  private boolean sequenced;

  /** Whether all of the block is in one interval of the time asked about. */
  private boolean oneInterval;

  /**
   * The interval of the event before, and without groups what its events have been seen to have.
   */
  private int interval;

  private long seenBits;

  /** What the event at hand in the block means. */
  private long mask;

  private int meaning;
  private int group;

  /** Of {@code block}, whatever is open there, and whatever {@code asked} asks. */
  MatteringEvents(TimelineBlockReader block, TimelineQuestion asked) {
    this.block = block;
    this.asked = asked;
  }

  /**
   * Another block is open.
   *
   * @param contexts those of its events; null where they are not asked about
   */
  void open(ContextRunsReader contexts) {
    this.contexts = contexts;
    long last = block.start() + DAY_MILLIS - 1;
    oneInterval =
        asked.isOfTime(block.start())
            && asked.isOfTime(last)
            && asked.intervals().of(block.start()) == asked.intervals().of(last);
  }

  /**
   * The events of the person at hand come.
   *
   * @param alone whether no events of the person come from elsewhere, so that sequence numbers
   *     matter among these alone
   * @return whether there is one
   */
  boolean begin(boolean alone) {
    interval = NO_INTERVAL;
    seenBits = 0;
    seen.clear();
    size = 0;
    at = -1;
    boolean ties = false;
    while (arrive()) {
      if (size == numbers.length) {
        grow();
      }
      numbers[size] = block.eventOfPerson();
      times[size] = block.time();
      codes[size] = block.code();
      masks[size] = mask;
      meaningsOfEvents[size] = meaning;
      groups[size] = group;
      ties |= size > 0 && times[size - 1] == times[size];
      size++;
    }
    // Of most persons no events are of one instant: nothing is read of their sequences.
    sequenced = asked.matters() != Matters.ONCE_AN_INTERVAL && (ties || !alone);
    return size > 0;
  }

  private void grow() {
    int capacity = size * 2;
    numbers = Arrays.copyOf(numbers, capacity);
    times = Arrays.copyOf(times, capacity);
    codes = Arrays.copyOf(codes, capacity);
    masks = Arrays.copyOf(masks, capacity);
    meaningsOfEvents = Arrays.copyOf(meaningsOfEvents, capacity);
    groups = Arrays.copyOf(groups, capacity);
  }

  @Override
  public boolean next() {
    if (at == size - 1) {
      return false;
    }
    at++;
    if (contexts != null) {
      meanings.add(meaningsOfEvents[at], 1);
    }
    return true;
  }

  private boolean arrive() {
    return switch (asked.matters()) {
      case EVERY -> {
        boolean there = block.next();
        if (there) {
          look();
        }
        yield there;
      }
      case MASKED -> {
        boolean matters = false;
        while (!matters && block.next(asked.masks(), 0)) {
          look();
          matters = mask != 0;
        }
        yield matters;
      }
      case ONCE_AN_INTERVAL -> {
        boolean isNew = false;
        boolean bitsTell = oneInterval && !asked.contexts().areAsked();
        while (!isNew && block.next(asked.masks(), bitsTell ? seenBits : 0)) {
          look();
          isNew = mask != 0 && isNew();
        }
        yield isNew;
      }
    };
  }

  /** Takes the mask and the group of the event at hand. */
  private void look() {
    mask = asked.mask(block.code());
    if (contexts == null) {
      group = asked.contexts().groupOfCode(block.code());
    } else {
      meaning = asked.contexts().of(contexts.at(block.index()));
      mask &= asked.contexts().mask(meaning);
      group = asked.contexts().group(meaning);
    }
  }

  private boolean isNew() {
    if (!oneInterval) {
      if (!asked.isOfTime(block.time())) {
        return false;
      }
      int now = asked.intervals().of(block.time());
      if (now != interval) {
        interval = now;
        seenBits = 0;
        seen.clear();
      }
    }
    if (asked.contexts().areAsked()) {
      return seen.isNew(group, mask);
    }
    boolean isNew = (mask & ~seenBits) != 0;
    seenBits |= mask;
    return isNew;
  }

  /** What the contexts of all events mean that came since it was asked before. */
  byte[] meanings() {
    return meanings.finish();
  }

  /** Which bits of the event's mask its context lets stand. */
  long mask() {
    return masks[at];
  }

  /** The group of the event; 0 is none. */
  int group() {
    return groups[at];
  }

  @Override
  public long time() {
    return times[at];
  }

  /** That of the block where it matters, else one that costs nothing to write. */
  @Override
  public int sequence() {
    return sequenced ? block.sequence(numbers[at]) : at;
  }

  @Override
  public int code() {
    return codes[at];
  }
}
