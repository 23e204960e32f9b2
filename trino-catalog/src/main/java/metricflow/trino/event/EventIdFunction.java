package metricflow.trino.event;

import io.airlift.slice.Slice;
import io.airlift.slice.Slices;
import io.trino.spi.function.Description;
import io.trino.spi.function.ScalarFunction;
import io.trino.spi.function.SqlNullable;
import io.trino.spi.function.SqlType;
import io.trino.spi.type.DateTimeEncoding;
import io.trino.spi.type.StandardTypes;
import metricflow.event.DerivedEventId;

/**
 * {@code event_id(event_id, event_id_tab, session_id, sequence, client_time, event_time)}: the id
 * of a row of {@code events}, which compaction leaves out where it is a {@link DerivedEventId}.
 */
public final class EventIdFunction {
  private static final String TIME = "timestamp(3) with time zone";

  private EventIdFunction() {}

  /** The id, 16 bytes. */
  @ScalarFunction("event_id")
  @Description("Id of an event of the lake, also where it is not stored")
  @SqlType(StandardTypes.VARBINARY)
  @SqlNullable
  public static Slice eventId(
      @SqlNullable @SqlType(StandardTypes.VARBINARY) Slice eventId,
      @SqlNullable @SqlType(StandardTypes.INTEGER) Long tab,
      @SqlNullable @SqlType(StandardTypes.VARCHAR) Slice session,
      @SqlNullable @SqlType(StandardTypes.INTEGER) Long sequence,
      @SqlNullable @SqlType(TIME) Long clientTime,
      @SqlNullable @SqlType(TIME) Long eventTime) {
    if (tab == null || session == null || sequence == null || eventTime == null) {
      return eventId;
    }
    long time = DateTimeEncoding.unpackMillisUtc(clientTime == null ? eventTime : clientTime);
    return Slices.wrappedBuffer(
        DerivedEventId.bytes(session.getBytes(), sequence.intValue(), time, tab.intValue()));
  }
}
