package metricflow.jobs.backfill;

import java.io.Serializable;
import java.nio.ByteBuffer;
import java.util.BitSet;
import java.util.Iterator;
import java.util.UUID;
import metricflow.event.BatchParser;
import metricflow.event.Event;
import metricflow.event.EventLimits;
import metricflow.event.Verdict;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.unsafe.types.UTF8String;
import org.apache.spark.util.CollectionAccumulator;
import org.apache.spark.util.LongAccumulator;

/** Turns lines into rows of {@code events}; lines that cannot be used are only counted. */
record EventLines(
    int projectId,
    long importedAt,
    LongAccumulator imported,
    LongAccumulator rejected,
    CollectionAccumulator<Integer> days)
    implements Serializable {
  private static final int DAY_MILLIS = 86_400_000;

  Iterator<InternalRow> read(Iterator<InternalRow> lines) {
    return new Rows(lines);
  }

  private final class Rows extends LineIterator {
    private final BatchParser parser = new BatchParser(EventLimits.defaults().forBackfill());
    private final BitSet seen = new BitSet();

    private Rows(Iterator<InternalRow> lines) {
      super(lines);
    }

    @Override
    InternalRow row(byte[] line) {
      if (parser.parseEvent(line, importedAt) instanceof Verdict.Accepted accepted) {
        imported.add(1);
        return row(accepted.event());
      }
      rejected.add(1);
      return null;
    }

    private InternalRow row(Event event) {
      int day = (int) Math.floorDiv(event.eventTime(), (long) DAY_MILLIS);
      if (day >= 0 && !seen.get(day)) {
        seen.set(day);
        days.add(day);
      }
      return new GenericInternalRow(
          new Object[] {
            projectId,
            event.eventTime() * 1000,
            utf8(event.event()),
            utf8(event.distinctId()),
            utf8(event.anonymousId()),
            utf8(event.sessionId()),
            bytes(event.eventId()),
            event.sequence() == Event.NO_SEQUENCE ? null : event.sequence(),
            event.clientTime() * 1000,
            null,
            importedAt * 1000,
            utf8(event.host()),
            utf8(event.page()),
            utf8(event.referrer()),
            utf8(event.utmSource()),
            utf8(event.utmMedium()),
            utf8(event.utmCampaign()),
            utf8(event.country()),
            utf8(event.device()),
            utf8(event.browser()),
            utf8(event.os()),
            utf8(event.plan()),
            utf8(event.sdk()),
            utf8(event.properties()),
            utf8(event.userProperties()),
            day
          });
    }
  }

  static UTF8String utf8(String text) {
    return text == null ? null : UTF8String.fromString(text);
  }

  static byte[] bytes(UUID id) {
    return ByteBuffer.allocate(16)
        .putLong(id.getMostSignificantBits())
        .putLong(id.getLeastSignificantBits())
        .array();
  }
}
