package metricflow.jobs.backfill;

import java.io.Serializable;
import java.util.BitSet;
import java.util.Iterator;
import metricflow.event.BatchParser;
import metricflow.event.Event;
import metricflow.event.EventLimits;
import metricflow.event.Verdict;
import metricflow.jobs.EventRows;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
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
      int day = EventRows.epochDay(event.eventTime());
      if (day >= 0 && !seen.get(day)) {
        seen.set(day);
        days.add(day);
      }
      return new GenericInternalRow(EventRows.cells(projectId, event.eventId(), event, importedAt));
    }
  }
}
