package metricflow.jobs.backfill;

import java.io.Serializable;
import java.util.Iterator;
import metricflow.event.BatchParser;
import metricflow.event.EventIds;
import metricflow.event.EventLimits;
import metricflow.event.Verdict;
import metricflow.jobs.EventRows;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.util.LongAccumulator;

/** Turns the lines that cannot be used into rows of {@code rejected_events}. */
record RejectedLines(int projectId, long importedAt, String correlationId, LongAccumulator rejected)
    implements Serializable {
  Iterator<InternalRow> read(Iterator<InternalRow> lines) {
    BatchParser parser = new BatchParser(EventLimits.defaults().forBackfill());
    return new LineIterator(lines) {
      @Override
      InternalRow row(byte[] line) {
        return parser.parseEvent(line, importedAt) instanceof Verdict.Rejected verdict
            ? rejectedRow(verdict)
            : null;
      }
    };
  }

  private InternalRow rejectedRow(Verdict.Rejected verdict) {
    rejected.add(1);
    return new GenericInternalRow(
        new Object[] {
          EventRows.bytes(EventIds.timeOrdered(importedAt)),
          projectId,
          EventRows.utf8(correlationId),
          importedAt * 1000,
          EventRows.utf8(verdict.problem().type().slug()),
          EventRows.utf8(verdict.problem().detail()),
          EventRows.utf8(verdict.eventId()),
          null,
          EventRows.utf8(verdict.payload()),
          EventRows.epochDay(importedAt)
        });
  }
}
