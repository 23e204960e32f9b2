package metricflow.trino.path;

import io.airlift.slice.Slice;
import io.airlift.slice.Slices;
import io.trino.spi.function.Description;
import io.trino.spi.function.ScalarFunction;
import io.trino.spi.function.SqlNullable;
import io.trino.spi.function.SqlType;
import io.trino.spi.type.DateTimeEncoding;
import io.trino.spi.type.StandardTypes;

/** {@code path_event(event_time, sequence, node, anchor)}: one event, for {@code session_paths}. */
public final class PathEventFunction {
  static final int TIME = 0;
  static final int SEQUENCE = TIME + Long.BYTES;
  static final int KIND = SEQUENCE + Integer.BYTES;
  static final int NODE = KIND + 1;

  static final byte NO_VISIT = 0;
  static final byte VISIT = 1;
  static final byte ANCHOR = 2;

  private PathEventFunction() {}

  /** Time and sequence, whether it is a visit or even an anchor, and the node. */
  @ScalarFunction("path_event")
  @Description("One event as a value that session_paths takes")
  @SqlType(StandardTypes.VARBINARY)
  public static Slice event(
      @SqlType("timestamp(3) with time zone") long eventTime,
      @SqlType(StandardTypes.BIGINT) long sequence,
      @SqlNullable @SqlType(StandardTypes.VARCHAR) Slice node,
      @SqlType(StandardTypes.BOOLEAN) boolean anchor) {
    Slice event = Slices.allocate(NODE + (node == null ? 0 : node.length()));
    event.setLong(TIME, DateTimeEncoding.unpackMillisUtc(eventTime));
    event.setInt(SEQUENCE, Math.clamp(sequence, Integer.MIN_VALUE, Integer.MAX_VALUE));
    event.setByte(KIND, node == null ? NO_VISIT : anchor ? ANCHOR : VISIT);
    if (node != null) {
      event.setBytes(NODE, node);
    }
    return event;
  }
}
