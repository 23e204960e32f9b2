package metricflow.trino.timeline;

import metricflow.timeline.EventCursor;
import metricflow.timeline.TimelineBlockReader;

/** Of the events of one person after another in a block those that matter to a question. */
final class MatteringEvents implements EventCursor {
  private static final int NO_INTERVAL = -1;
  private static final long DAY_MILLIS = 86_400_000L;

  private final TimelineBlockReader block;
  private final TimelineQuestion asked;

  /** Whether the event at hand in the block is the one that comes next here. */
  private boolean arrived;

  /** Whether all of the block is in one interval of the time asked about. */
  private boolean oneInterval;

  /** The interval of the event before, and what its events have been seen to have. */
  private int interval;

  private long seen;

  /** Of {@code block}, whatever is open there, and whatever {@code asked} asks. */
  MatteringEvents(TimelineBlockReader block, TimelineQuestion asked) {
    this.block = block;
    this.asked = asked;
  }

  /** Another block is open. */
  void open() {
    long last = block.start() + DAY_MILLIS - 1;
    oneInterval =
        asked.isOfTime(block.start())
            && asked.isOfTime(last)
            && asked.intervals().of(block.start()) == asked.intervals().of(last);
  }

  /** The events of the person at hand come; answers whether there is one. */
  boolean begin() {
    interval = NO_INTERVAL;
    seen = 0;
    arrived = arrive();
    return arrived;
  }

  @Override
  public boolean next() {
    if (arrived) {
      arrived = false;
      return true;
    }
    return arrive();
  }

  private boolean arrive() {
    return switch (asked.matters()) {
      case EVERY -> block.next();
      case MASKED -> block.next(asked.masks(), 0);
      case ONCE_AN_INTERVAL -> {
        boolean isNew = false;
        while (!isNew && block.next(asked.masks(), oneInterval ? seen : 0)) {
          isNew = isNew(asked.mask(block.code()));
        }
        yield isNew;
      }
    };
  }

  private boolean isNew(long mask) {
    if (!oneInterval) {
      if (!asked.isOfTime(block.time())) {
        return false;
      }
      int now = asked.intervals().of(block.time());
      if (now != interval) {
        interval = now;
        seen = 0;
      }
    }
    boolean isNew = (mask & ~seen) != 0;
    seen |= mask;
    return isNew;
  }

  @Override
  public long time() {
    return block.time();
  }

  @Override
  public int sequence() {
    return block.sequence();
  }

  @Override
  public int code() {
    return block.code();
  }
}
