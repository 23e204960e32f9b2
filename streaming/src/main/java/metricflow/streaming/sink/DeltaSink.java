package metricflow.streaming.sink;

import io.delta.kernel.DataWriteContext;
import io.delta.kernel.Operation;
import io.delta.kernel.Snapshot;
import io.delta.kernel.TableManager;
import io.delta.kernel.Transaction;
import io.delta.kernel.TransactionCommitResult;
import io.delta.kernel.data.Row;
import io.delta.kernel.defaults.engine.DefaultEngine;
import io.delta.kernel.engine.Engine;
import io.delta.kernel.exceptions.ConcurrentTransactionException;
import io.delta.kernel.expressions.Column;
import io.delta.kernel.expressions.Literal;
import io.delta.kernel.internal.util.Utils;
import io.delta.kernel.statistics.DataFileStatistics;
import io.delta.kernel.utils.CloseableIterable;
import io.delta.kernel.utils.CloseableIterator;
import io.delta.kernel.utils.DataFileStatus;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Commits files to one Delta table. Each commit carries the streaming query's id and the
 * micro-batch's number, so that a repeated micro-batch changes nothing.
 */
public final class DeltaSink {
  private static final Logger LOG = LoggerFactory.getLogger(DeltaSink.class);
  private static final String ENGINE_INFO = "MetricFlow-streaming";

  /** Commits after which the snapshot is read anew, so that its chain of commits stays short. */
  private static final int RELOAD_AFTER_COMMITS = 200;

  /**
   * Age at which a snapshot is read anew. Far below the log's retention: a writer whose version is
   * older than the oldest commit in the log would take a number that was taken before.
   */
  private static final long RELOAD_AFTER_NANOS = TimeUnit.MINUTES.toNanos(20);

  private final String location;
  private final RowLayout<?> layout;
  private final Configuration hadoop;
  private final Engine engine;
  private final TableCare care;
  private Snapshot latest;
  private int commitsSinceLoad;
  private long loadedAt;
  private volatile long version = -1;

  /**
   * A sink for the table of {@code layout}, which must exist, that writes checkpoints and takes no
   * other care of it.
   *
   * @param lake folder or URI of the lake
   */
  public DeltaSink(RowLayout<?> layout, String lake, Configuration hadoop) {
    this(layout, lake, hadoop, new CheckpointsAtOnce(DefaultEngine.create(hadoop)));
  }

  /** A sink whose table is taken care of. */
  public DeltaSink(RowLayout<?> layout, String lake, Configuration hadoop, TableCare care) {
    this.layout = layout;
    this.location = layout.table().location(lake);
    this.hadoop = hadoop;
    this.engine = DefaultEngine.create(hadoop);
    this.care = care;
  }

  /**
   * Makes {@code files} part of the table, once.
   *
   * @param queryId identity of the streaming query's checkpoint
   * @param batchId number of the micro-batch
   * @return false when this micro-batch was committed before; the files are then removed
   */
  public boolean commit(String queryId, long batchId, List<LakeFile> files) throws IOException {
    if (files.isEmpty()) {
      return true;
    }
    try {
      Transaction transaction =
          snapshot()
              .buildUpdateTableTransaction(ENGINE_INFO, Operation.STREAMING_UPDATE)
              .withTransactionId(queryId, batchId)
              .build(engine);
      TransactionCommitResult result = transaction.commit(engine, actions(transaction, files));
      latest = result.getPostCommitSnapshot().orElse(null);
      version = result.getVersion();
      commitsSinceLoad++;
      care.committed(result.getPostCommitHooks(), files.size());
      return true;
    } catch (ConcurrentTransactionException alreadyCommitted) {
      LOG.info("micro-batch {} is in {} already", batchId, location);
      latest = null;
      remove(files);
      return false;
    }
  }

  /** The table's version after the last commit, or -1 before the first. */
  public long version() {
    return version;
  }

  private Snapshot snapshot() {
    care.newerSnapshot()
        .filter(newer -> latest == null || newer.getVersion() >= latest.getVersion())
        .ifPresent(newer -> {
          latest = newer;
          commitsSinceLoad = 0;
        });
    if (latest == null
        || commitsSinceLoad >= RELOAD_AFTER_COMMITS
        || System.nanoTime() - loadedAt > RELOAD_AFTER_NANOS) {
      latest = TableManager.loadSnapshot(location).build(engine);
      commitsSinceLoad = 0;
      loadedAt = System.nanoTime();
    }
    return latest;
  }

  private CloseableIterable<Row> actions(Transaction transaction, List<LakeFile> files)
      throws IOException {
    Row state = transaction.getTransactionState(engine);
    Map<Integer, List<DataFileStatus>> byDay = new TreeMap<>();
    for (LakeFile file : files) {
      byDay.computeIfAbsent(file.epochDay(), day -> new ArrayList<>()).add(status(file));
    }
    List<Row> actions = new ArrayList<>();
    String partitionColumn = layout.table().partitionColumns().getFirst();
    for (Map.Entry<Integer, List<DataFileStatus>> day : byDay.entrySet()) {
      DataWriteContext context =
          Transaction.getWriteContext(
              engine, state, Map.of(partitionColumn, Literal.ofDate(day.getKey())));
      try (CloseableIterator<Row> added =
          Transaction.generateAppendActions(engine, state, closeable(day.getValue()), context)) {
        added.forEachRemaining(actions::add);
      }
    }
    return CloseableIterable.inMemoryIterable(closeable(actions));
  }

  private DataFileStatus status(LakeFile file) {
    Column project = new Column("project_id");
    Column time = new Column(layout.timeColumn());
    DataFileStatistics statistics =
        new DataFileStatistics(
            file.rows(),
            Map.of(
                project, Literal.ofInt(file.minProject()),
                time, Literal.ofTimestamp(file.minTimeMicros())),
            Map.of(
                project, Literal.ofInt(file.maxProject()),
                time, Literal.ofTimestamp(file.maxTimeMicros())),
            Map.of(),
            Optional.empty());
    return new DataFileStatus(
        file.path(), file.bytes(), file.modifiedAt(), Optional.of(statistics));
  }

  private void remove(List<LakeFile> files) throws IOException {
    for (LakeFile file : files) {
      Path path = new Path(file.path());
      path.getFileSystem(hadoop).delete(path, false);
    }
  }

  private static <T> CloseableIterator<T> closeable(List<T> items) {
    return Utils.toCloseableIterator(items.iterator());
  }
}
