package metricflow.jobs.replay;

import java.io.Serializable;
import java.nio.ByteBuffer;
import java.util.Iterator;
import java.util.UUID;
import metricflow.event.BatchParser;
import metricflow.event.EventIds;
import metricflow.event.EventLimits;
import metricflow.event.Excerpt;
import metricflow.event.Verdict;
import metricflow.jobs.EventRows;
import metricflow.jobs.Lake;
import metricflow.table.Tables;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * Parses rejected events again. Rows out: why it cannot be used, or null, then the columns of
 * {@code events}, null where it cannot.
 *
 * @param limits today's rules
 */
record RejectReader(EventLimits limits) implements Serializable {
  /** Column that says why a reject still cannot be used. */
  static final String UNUSABLE = "unusable";

  /** Why a reject of which only the start was kept cannot be used. */
  static final String CUT = "payload-cut";

  /** Columns of {@code rejected_events} to read, in this order. */
  static final String[] COLUMNS = {"reject_id", "project_id", "received_at", "event_id", "payload"};

  /** The schema of the rows. */
  static StructType schema() {
    StructType schema = new StructType().add(UNUSABLE, DataTypes.StringType, true);
    for (StructField field : Lake.schema(Tables.EVENTS).fields()) {
      schema = schema.add(field.name(), field.dataType(), true);
    }
    return schema;
  }

  Iterator<InternalRow> read(Iterator<InternalRow> rejects) {
    BatchParser parser = new BatchParser(limits);
    int width = schema().size();
    return new Iterator<>() {
      @Override
      public boolean hasNext() {
        return rejects.hasNext();
      }

      @Override
      public InternalRow next() {
        return new GenericInternalRow(cells(rejects.next(), parser, width));
      }
    };
  }

  private static Object[] cells(InternalRow reject, BatchParser parser, int width) {
    Object[] cells = new Object[width];
    String payload = reject.getUTF8String(4).toString();
    if (Excerpt.isCut(payload)) {
      cells[0] = EventRows.utf8(CUT);
      return cells;
    }
    long receivedAt = reject.getLong(2) / 1000;
    switch (parser.parseEvent(reject.getUTF8String(4).getBytes(), receivedAt)) {
      case Verdict.Rejected still -> cells[0] = EventRows.utf8(still.problem().type().slug());
      case Verdict.Accepted good ->
          System.arraycopy(
              EventRows.cells(reject.getInt(1), eventId(reject), good.event(), receivedAt),
              0,
              cells,
              1,
              width - 1);
    }
    return cells;
  }

  /** The id it came with or was answered with, else that of the rejection: always the same. */
  private static UUID eventId(InternalRow reject) {
    if (!reject.isNullAt(3)) {
      return EventIds.of(reject.getUTF8String(3).toString());
    }
    ByteBuffer rejectId = ByteBuffer.wrap(reject.getBinary(0));
    return new UUID(rejectId.getLong(), rejectId.getLong());
  }
}
