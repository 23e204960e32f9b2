package metricflow.jobs.erasure;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.udf;

import java.io.Serializable;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import metricflow.jobs.PersonKey;
import metricflow.timeline.ContextRunsReader;
import metricflow.timeline.ContextRunsWriter;
import metricflow.timeline.EventCursor;
import metricflow.timeline.TimelineBlockReader;
import metricflow.timeline.TimelineBlockWriter;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.api.java.UDF1;
import org.apache.spark.sql.types.DataTypes;

/** A person in {@code timeline_blocks}, where a key stands for each id and many share a row. */
final class PersonBlocks implements Serializable {
  private static final long serialVersionUID = 1L;

  private final int project;
  private final Set<Long> keys;

  PersonBlocks(int project, Collection<String> ids) {
    this.project = project;
    this.keys = ids.stream().map(PersonKey::of).collect(Collectors.toUnmodifiableSet());
  }

  /** What is true of a row with the person. */
  Column condition() {
    UDF1<byte[], Boolean> holds = this::holds;
    Object[] buckets = keys.stream().map(TimelineBlockWriter::bucket).distinct().toArray();
    return col("project_id")
        .equalTo(project)
        .and(col("bucket").isin(buckets))
        .and(udf(holds, DataTypes.BooleanType).apply(col("block")));
  }

  private boolean holds(byte[] block) {
    if (!TimelineBlockReader.reads(block)) {
      return true;
    }
    TimelineBlockReader reader = new TimelineBlockReader();
    reader.open(block, 0, block.length);
    while (reader.nextPerson()) {
      if (keys.contains(reader.personKey())) {
        return true;
      }
    }
    return false;
  }

  /** The rows without the person; those with nobody else go. */
  Dataset<Row> without(Dataset<Row> rows) {
    FlatMapFunction<Row, Row> without = this::without;
    return rows.flatMap(without, Encoders.row(rows.schema()));
  }

  private Iterator<Row> without(Row row) {
    byte[] block = row.getAs("block");
    if (row.<Integer>getAs("project_id") != project || !holds(block)) {
      return List.of(row).iterator();
    }
    if (!TimelineBlockReader.reads(block)) {
      // Of an earlier release: nobody asks it, and its day is rolled up anew.
      return List.<Row>of().iterator();
    }
    TimelineBlockReader reader = new TimelineBlockReader();
    TimelineBlockWriter left = new TimelineBlockWriter();
    reader.open(block, 0, block.length);
    LeftContexts leftContexts = new LeftContexts(reader, row.getAs("contexts"));
    while (reader.nextPerson()) {
      if (!keys.contains(reader.personKey())) {
        left.add(reader.personKey(), leftContexts);
      }
    }
    if (left.persons() == 0) {
      return List.<Row>of().iterator();
    }
    Object[] cells = new Object[row.length()];
    for (int i = 0; i < cells.length; i++) {
      cells[i] = row.get(i);
    }
    cells[row.fieldIndex("persons")] = (long) left.persons();
    cells[row.fieldIndex("events")] = (long) left.events();
    cells[row.fieldIndex("block")] = left.finish();
    cells[row.fieldIndex("contexts")] = leftContexts.finish();
    return List.of(RowFactory.create(cells)).iterator();
  }

  /** The events that are read of a block, whose contexts are written on the way. */
  private static final class LeftContexts implements EventCursor {
    private final TimelineBlockReader events;
    private final ContextRunsReader all = new ContextRunsReader();
    private final ContextRunsWriter left = new ContextRunsWriter();

    private LeftContexts(TimelineBlockReader events, byte[] contexts) {
      this.events = events;
      all.open(contexts, 0, contexts.length);
    }

    @Override
    public boolean next() {
      boolean there = events.next();
      if (there) {
        left.add(all.at(events.index()), 1);
      }
      return there;
    }

    @Override
    public long time() {
      return events.time();
    }

    @Override
    public int sequence() {
      return events.sequence();
    }

    @Override
    public int code() {
      return events.code();
    }

    private byte[] finish() {
      return left.finish();
    }
  }
}
