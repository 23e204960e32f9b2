package metricflow.jobs.rollup;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.shiftrightunsigned;

import java.util.Iterator;
import java.util.NoSuchElementException;
import metricflow.jobs.EventRows;
import metricflow.jobs.Lake;
import metricflow.table.Tables;
import metricflow.timeline.ContextRunsReader;
import metricflow.timeline.ContextRunsWriter;
import metricflow.timeline.TimelineBlockWriter;
import metricflow.timeline.TimelineReader;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;

/** Rows of {@code timeline_blocks} from those of persons' days, sorted by their keys. */
final class TimelineBlocks implements Iterator<InternalRow> {
  /** A block is cut at about this size: what reads it holds it in one piece. */
  private static final int MAX_BYTES = 1 << 20;

  private static final int PROJECT = 0;
  private static final int DAY = 1;
  private static final int KEY = 2;
  private static final int TIMELINE = 3;
  private static final int CONTEXTS = 4;

  private final Iterator<InternalRow> personDays;
  private final TimelineReader reader = new TimelineReader();
  private final TimelineBlockWriter writer = new TimelineBlockWriter();
  private final ContextRunsReader runs = new ContextRunsReader();
  private final ContextRunsWriter contexts = new ContextRunsWriter();
  private InternalRow next;
  private int project;
  private int day;
  private int bucket;
  private long lastKey;

  private TimelineBlocks(Iterator<InternalRow> personDays) {
    this.personDays = personDays;
  }

  /**
   * The blocks.
   *
   * @param personDays rows of {@link PassRows.Kind#PERSON_DAY}
   * @param tasks how many are to make them side by side
   */
  static Dataset<Row> of(Lake lake, Dataset<Row> personDays, int tasks) {
    Column[] block = {
      col("project_id"),
      col("event_date"),
      shiftrightunsigned(col("person_key"), TimelineBlockWriter.BUCKET_SHIFT).cast("int")
    };
    Dataset<Row> own =
        personDays.select(
            col("project_id"),
            col("event_date"),
            col("person_key"),
            col("timeline"),
            col("contexts"));
    Dataset<Row> together = tasks == 1 ? own.coalesce(1) : own.repartition(tasks, block);
    JavaRDD<InternalRow> rows =
        together
            .sortWithinPartitions("project_id", "event_date", "person_key")
            .queryExecution()
            .toRdd()
            .toJavaRDD()
            .mapPartitions(TimelineBlocks::new);
    return EventRows.dataFrame(lake.spark(), rows, Lake.schema(Tables.TIMELINE_BLOCKS));
  }

  @Override
  public boolean hasNext() {
    while (next == null && personDays.hasNext()) {
      take(personDays.next());
    }
    if (next == null && writer.persons() > 0) {
      next = finish();
    }
    return next != null;
  }

  @Override
  public InternalRow next() {
    if (!hasNext()) {
      throw new NoSuchElementException();
    }
    InternalRow row = next;
    next = null;
    return row;
  }

  private void take(InternalRow person) {
    long key = person.getLong(KEY);
    boolean same =
        person.getInt(PROJECT) == project
            && person.getInt(DAY) == day
            && TimelineBlockWriter.bucket(key) == bucket;
    // Two persons of one key are one to those who read: they only need a block each.
    boolean full = writer.size() > MAX_BYTES || key == lastKey;
    if (writer.persons() > 0 && (!same || full)) {
      next = finish();
    }
    lastKey = key;
    project = person.getInt(PROJECT);
    day = person.getInt(DAY);
    bucket = TimelineBlockWriter.bucket(key);
    byte[] timeline = person.getBinary(TIMELINE);
    reader.open(timeline, 0, timeline.length);
    writer.add(key, reader);
    byte[] own = person.getBinary(CONTEXTS);
    runs.open(own, 0, own.length);
    while (runs.nextRun()) {
      contexts.add(runs.code(), runs.events());
    }
  }

  private InternalRow finish() {
    long persons = writer.persons();
    long events = writer.events();
    Object[] cells = {project, bucket, persons, events, writer.finish(), day, contexts.finish()};
    return new GenericInternalRow(cells);
  }
}
