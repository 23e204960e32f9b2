package metricflow.trino.funnel;

import static io.trino.spi.StandardErrorCode.INVALID_FUNCTION_ARGUMENT;

import io.airlift.slice.Slice;
import io.airlift.slice.Slices;
import io.trino.spi.TrinoException;
import java.nio.ByteBuffer;
import metricflow.funnel.FunnelEvents;
import metricflow.funnel.FunnelOrder;
import metricflow.funnel.FunnelRules;
import metricflow.funnel.FunnelSemantics;
import metricflow.trino.group.GroupValue;

/** A funnel's rules, and the events of one group that matter to it. */
public final class FunnelProgress implements GroupValue<FunnelProgress> {
  private static final int OBJECT_BYTES = 32;
  private static final int HEADER_BYTES = Long.BYTES + 3;

  private final FunnelRules rules;
  private final FunnelEvents events;

  FunnelProgress(FunnelRules rules) {
    this(rules, new FunnelEvents());
  }

  private FunnelProgress(FunnelRules rules, FunnelEvents events) {
    this.rules = rules;
    this.events = events;
  }

  void checkSame(FunnelRules others) {
    if (!rules.equals(others)) {
      throw new TrinoException(
          INVALID_FUNCTION_ARGUMENT,
          "funnel: steps, window_millis and mode must be the same for all rows of a group");
    }
  }

  FunnelRules rules() {
    return rules;
  }

  FunnelEvents events() {
    return events;
  }

  /** Adds an event; answers the bytes of memory that took. */
  long add(long millis, int sequence, long mask) {
    long before = events.retainedBytes();
    events.add(millis, sequence, mask);
    return events.retainedBytes() - before;
  }

  /** Adds a timeline, or an event on its own; answers the bytes of memory that took. */
  long add(FunnelQuestion question, Slice timeline) {
    long before = events.retainedBytes();
    question.add(timeline, events);
    return events.retainedBytes() - before;
  }

  /** Adds all events of {@code other}; answers the bytes of memory that took. */
  long addAll(FunnelProgress other) {
    long before = events.retainedBytes();
    events.addAll(other.events);
    return events.retainedBytes() - before;
  }

  @Override
  public long retainedBytes() {
    return OBJECT_BYTES + events.retainedBytes();
  }

  @Override
  public FunnelProgress copy() {
    FunnelProgress copy = new FunnelProgress(rules);
    copy.events.addAll(events);
    return copy;
  }

  /** Window, steps, order and semantics, then the events. */
  @Override
  public Slice toSlice() {
    ByteBuffer bytes = ByteBuffer.allocate(HEADER_BYTES + events.byteSize());
    bytes
        .putLong(rules.windowMillis())
        .put((byte) rules.steps())
        .put((byte) rules.order().ordinal())
        .put((byte) rules.semantics().ordinal());
    events.writeTo(bytes);
    return Slices.wrappedBuffer(bytes.array());
  }

  static FunnelProgress fromSlice(Slice slice) {
    ByteBuffer bytes = slice.toByteBuffer();
    long windowMillis = bytes.getLong();
    int steps = bytes.get();
    FunnelOrder order = FunnelOrder.values()[bytes.get()];
    FunnelSemantics semantics = FunnelSemantics.values()[bytes.get()];
    return new FunnelProgress(
        new FunnelRules(steps, windowMillis, order, semantics), FunnelEvents.readFrom(bytes));
  }
}
