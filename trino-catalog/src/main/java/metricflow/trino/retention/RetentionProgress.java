package metricflow.trino.retention;

import static io.trino.spi.StandardErrorCode.INVALID_FUNCTION_ARGUMENT;

import io.airlift.slice.Slice;
import io.airlift.slice.Slices;
import io.trino.spi.TrinoException;
import java.nio.ByteBuffer;
import metricflow.retention.RetentionEvents;
import metricflow.retention.RetentionRules;
import metricflow.trino.group.GroupValue;

/** The rules, and the starts and returns of one group. */
public final class RetentionProgress implements GroupValue<RetentionProgress> {
  private static final int OBJECT_BYTES = 64;

  private final Slice interval;
  private final Slice zone;
  private final Slice mode;
  private final RetentionEvents events;

  /** Rules are kept as they were given: the same for all groups, and short. */
  RetentionProgress(Slice interval, Slice zone, Slice mode) {
    this(interval, zone, mode, new RetentionEvents());
  }

  private RetentionProgress(Slice interval, Slice zone, Slice mode, RetentionEvents events) {
    this.interval = interval;
    this.zone = zone;
    this.mode = mode;
    this.events = events;
  }

  private void checkSame(Slice interval, Slice zone, Slice mode) {
    if (!interval.equals(this.interval) || !zone.equals(this.zone) || !mode.equals(this.mode)) {
      throw new TrinoException(
          INVALID_FUNCTION_ARGUMENT,
          "retention: interval, zone and mode must be the same for all rows of a group");
    }
  }

  /** Adds an event; answers the bytes of memory that took. */
  long add(Slice interval, Slice zone, Slice mode, long millis, boolean isStart, boolean isReturn) {
    checkSame(interval, zone, mode);
    long before = events.retainedBytes();
    events.add(millis, isStart, isReturn);
    return events.retainedBytes() - before;
  }

  /** Adds all events of {@code other}; answers the bytes of memory that took. */
  long addAll(RetentionProgress other) {
    checkSame(other.interval, other.zone, other.mode);
    long before = events.retainedBytes();
    events.addAll(other.events);
    return events.retainedBytes() - before;
  }

  RetentionEvents events() {
    return events;
  }

  RetentionRules rules() {
    return rules(interval, zone, mode);
  }

  static RetentionRules rules(Slice interval, Slice zone, Slice mode) {
    try {
      return RetentionRules.of(interval.toStringUtf8(), zone.toStringUtf8(), mode.toStringUtf8());
    } catch (IllegalArgumentException unknown) {
      throw new TrinoException(
          INVALID_FUNCTION_ARGUMENT, "retention: " + unknown.getMessage(), unknown);
    }
  }

  /** As {@link #copy}, without events. */
  RetentionProgress withoutEvents() {
    return new RetentionProgress(interval, zone, mode);
  }

  @Override
  public long retainedBytes() {
    return OBJECT_BYTES + events.retainedBytes();
  }

  @Override
  public RetentionProgress copy() {
    RetentionProgress copy = withoutEvents();
    copy.events.addAll(events);
    return copy;
  }

  /** Interval, zone and mode, each after its length in a byte, then the events. */
  @Override
  public Slice toSlice() {
    ByteBuffer bytes =
        ByteBuffer.allocate(
            3 + interval.length() + zone.length() + mode.length() + events.byteSize());
    put(interval, bytes);
    put(zone, bytes);
    put(mode, bytes);
    events.writeTo(bytes);
    return Slices.wrappedBuffer(bytes.array());
  }

  private static void put(Slice text, ByteBuffer out) {
    out.put((byte) text.length()).put(text.getBytes());
  }

  static RetentionProgress fromSlice(Slice slice) {
    ByteBuffer bytes = slice.toByteBuffer();
    return new RetentionProgress(
        take(bytes), take(bytes), take(bytes), RetentionEvents.readFrom(bytes));
  }

  private static Slice take(ByteBuffer in) {
    byte[] text = new byte[in.get()];
    in.get(text);
    return Slices.wrappedBuffer(text);
  }
}
