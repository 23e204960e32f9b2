package metricflow.trino.session;

import static io.trino.spi.type.TimeZoneKey.UTC_KEY;
import static io.trino.spi.type.TimestampWithTimeZoneType.TIMESTAMP_TZ_MILLIS;

import io.trino.spi.block.ArrayValueBuilder;
import io.trino.spi.block.Block;
import io.trino.spi.function.Description;
import io.trino.spi.function.ScalarFunction;
import io.trino.spi.function.SqlType;
import io.trino.spi.type.ArrayType;
import io.trino.spi.type.DateTimeEncoding;
import java.util.Arrays;
import metricflow.session.SessionSplitter;

/**
 * {@code session_starts(event_times)}: when the sessions of one person begin, in order, of all the
 * person's events in any order.
 *
 * <p>Trino makes an instance for each thread.
 */
@ScalarFunction("session_starts")
@Description("When the sessions of one person begin, of the times of the person's events")
public final class SessionStartsFunction {
  private static final ArrayType TIMES = new ArrayType(TIMESTAMP_TZ_MILLIS);

  private final SessionSplitter splitter = new SessionSplitter();

  /** The times of the first events. */
  @SqlType("array(timestamp(3) with time zone)")
  public Block starts(@SqlType("array(timestamp(3) with time zone)") Block eventTimes) {
    long[] times = new long[eventTimes.getPositionCount()];
    int size = 0;
    for (int i = 0; i < times.length; i++) {
      if (!eventTimes.isNull(i)) {
        times[size++] =
            DateTimeEncoding.unpackMillisUtc(TIMESTAMP_TZ_MILLIS.getLong(eventTimes, i));
      }
    }
    Arrays.sort(times, 0, size);
    splitter.reset();
    int sessions = 0;
    for (int i = 0; i < size; i++) {
      if (splitter.starts(times[i])) {
        times[sessions++] = times[i];
      }
    }
    int count = sessions;
    return ArrayValueBuilder.buildArrayValue(
        TIMES,
        count,
        out -> {
          for (int i = 0; i < count; i++) {
            TIMESTAMP_TZ_MILLIS.writeLong(
                out, DateTimeEncoding.packDateTimeWithZone(times[i], UTC_KEY));
          }
        });
  }
}
