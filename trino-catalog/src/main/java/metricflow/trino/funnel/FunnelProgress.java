package metricflow.trino.funnel;

import static io.trino.spi.StandardErrorCode.INVALID_FUNCTION_ARGUMENT;

import io.airlift.slice.Slice;
import io.airlift.slice.Slices;
import io.trino.spi.TrinoException;
import metricflow.funnel.StepTimeline;

/** A funnel's steps and window, and the events of one group that fill its steps. */
public final class FunnelProgress {
  private static final int MIN_STEPS = 2;
  private static final int OBJECT_BYTES = 32;
  private static final int HEADER_BYTES = Integer.BYTES + Long.BYTES;

  private final int steps;
  private final long windowMillis;
  private final StepTimeline timeline;

  FunnelProgress(int steps, long windowMillis) {
    this(steps, windowMillis, new StepTimeline());
  }

  private FunnelProgress(int steps, long windowMillis, StepTimeline timeline) {
    this.steps = steps;
    this.windowMillis = windowMillis;
    this.timeline = timeline;
  }

  static void check(long steps, long windowMillis) {
    if (steps < MIN_STEPS || steps > StepTimeline.MAX_STEPS) {
      throw new TrinoException(
          INVALID_FUNCTION_ARGUMENT,
          "funnel_steps_reached: steps must be between %d and %d, not %d"
              .formatted(MIN_STEPS, StepTimeline.MAX_STEPS, steps));
    }
    if (windowMillis < 0) {
      throw new TrinoException(
          INVALID_FUNCTION_ARGUMENT,
          "funnel_steps_reached: window_millis must not be negative, but is " + windowMillis);
    }
  }

  void checkSame(long otherSteps, long otherWindowMillis) {
    if (otherSteps != steps || otherWindowMillis != windowMillis) {
      throw new TrinoException(
          INVALID_FUNCTION_ARGUMENT,
          "funnel_steps_reached: steps and window_millis must be the same for all rows of a group");
    }
  }

  int steps() {
    return steps;
  }

  long windowMillis() {
    return windowMillis;
  }

  /** Adds an event; answers the bytes of memory that took. */
  long add(long millis, int sequence, int mask) {
    long before = timeline.retainedBytes();
    timeline.add(millis, sequence, mask);
    return timeline.retainedBytes() - before;
  }

  /** Adds all events of {@code other}; answers the bytes of memory that took. */
  long addAll(FunnelProgress other) {
    long before = timeline.retainedBytes();
    timeline.addAll(other.timeline);
    return timeline.retainedBytes() - before;
  }

  int stepsReached() {
    return timeline.stepsReached(steps, windowMillis);
  }

  long retainedBytes() {
    return OBJECT_BYTES + timeline.retainedBytes();
  }

  FunnelProgress copy() {
    FunnelProgress copy = new FunnelProgress(steps, windowMillis);
    copy.timeline.addAll(timeline);
    return copy;
  }

  /** Steps, window, then the entries as {@link StepTimeline#toBytes} gives them. */
  Slice toSlice() {
    byte[] entries = timeline.toBytes();
    Slice bytes = Slices.allocate(HEADER_BYTES + entries.length);
    bytes.setInt(0, steps);
    bytes.setLong(Integer.BYTES, windowMillis);
    bytes.setBytes(HEADER_BYTES, entries);
    return bytes;
  }

  static FunnelProgress fromSlice(Slice bytes) {
    byte[] entries = bytes.getBytes(HEADER_BYTES, bytes.length() - HEADER_BYTES);
    return new FunnelProgress(
        bytes.getInt(0), bytes.getLong(Integer.BYTES), StepTimeline.fromBytes(entries));
  }
}
