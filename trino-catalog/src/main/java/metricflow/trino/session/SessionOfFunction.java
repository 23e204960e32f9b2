package metricflow.trino.session;

import static io.trino.spi.type.TimestampWithTimeZoneType.TIMESTAMP_TZ_MILLIS;

import io.trino.spi.block.Block;
import io.trino.spi.function.Description;
import io.trino.spi.function.ScalarFunction;
import io.trino.spi.function.SqlNullable;
import io.trino.spi.function.SqlType;
import io.trino.spi.type.DateTimeEncoding;

/**
 * {@code session_of(session_starts, event_time)}: when the session of an event began; the former
 * are what {@link SessionStartsFunction} gives.
 */
public final class SessionOfFunction {
  private static final String TIME = "timestamp(3) with time zone";

  private SessionOfFunction() {}

  /** The latest start that is not after the event; NULL when there is none. */
  @ScalarFunction("session_of")
  @Description("When the session of an event began, of what session_starts gives")
  @SqlNullable
  @SqlType(TIME)
  public static Long sessionOf(
      @SqlType("array(timestamp(3) with time zone)") Block starts, @SqlType(TIME) long eventTime) {
    long time = DateTimeEncoding.unpackMillisUtc(eventTime);
    int from = 0;
    int to = starts.getPositionCount();
    while (from < to) {
      int middle = (from + to) >>> 1;
      long start = TIMESTAMP_TZ_MILLIS.getLong(starts, middle);
      if (DateTimeEncoding.unpackMillisUtc(start) <= time) {
        from = middle + 1;
      } else {
        to = middle;
      }
    }
    return from == 0 ? null : (Long) TIMESTAMP_TZ_MILLIS.getLong(starts, from - 1);
  }
}
