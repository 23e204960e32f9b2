package metricflow.streaming.upkeep;

import io.delta.kernel.Operation;
import io.delta.kernel.Snapshot;
import io.delta.kernel.Transaction;
import io.delta.kernel.TransactionCommitResult;
import io.delta.kernel.data.Row;
import io.delta.kernel.engine.Engine;
import io.delta.kernel.exceptions.ConcurrentWriteException;
import io.delta.kernel.expressions.Literal;
import io.delta.kernel.internal.actions.AddFile;
import io.delta.kernel.internal.actions.SingleAction;
import io.delta.kernel.internal.util.Utils;
import io.delta.kernel.types.StructType;
import io.delta.kernel.utils.CloseableIterable;
import io.delta.kernel.utils.DataFileStatus;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import metricflow.streaming.sink.RowLayout;
import metricflow.table.Table;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.MessageTypeParser;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Puts one file in the place of several: writes it, then removes those and adds it in one commit
 * that changes no row. Killed before the commit it leaves a file no reader sees, for vacuum.
 */
final class FileMerger {
  /** Tells our merges from others' commits; part of {@code commitInfo.engineInfo}. */
  static final String ENGINE_INFO = "MetricFlow-upkeep";

  private static final Logger LOG = LoggerFactory.getLogger(FileMerger.class);

  private final Table table;
  private final Path location;
  private final URI root;
  private final FileSystem files;
  private final Engine engine;
  private final ParquetMerge parquet;

  FileMerger(RowLayout<?> layout, String lake, Configuration hadoop, Engine engine)
      throws IOException {
    table = layout.table();
    Path folder = new Path(table.location(lake));
    files = folder.getFileSystem(hadoop);
    location = files.makeQualified(folder);
    root = location.toUri();
    this.engine = engine;
    MessageType schema = MessageTypeParser.parseMessageType(table.parquetSchema());
    parquet = new ParquetMerge(schema, new ColumnRewrite(schema, layout.varied(), hadoop), hadoop);
  }

  /**
   * Merges files that are active in {@code snapshot}, those of the table's present schema.
   *
   * @return the commit; empty when there is nothing to merge, or when another writer replaced one
   *     of the files meanwhile: nothing is changed then
   */
  Optional<TransactionCommitResult> merge(Snapshot snapshot, MergePlan.Group asked)
      throws IOException {
    MergePlan.Group group =
        new MergePlan.Group(
            asked.day(), asked.copies(), parquet.ofSchema(asked.files(), this::path));
    if (group.files().size() < 2) {
      return Optional.empty();
    }
    Path merged = write(group);
    try {
      return Optional.of(commit(snapshot, group, merged));
    } catch (ConcurrentWriteException replaced) {
      LOG.info("{} files of {} are left to another rewrite", group.files().size(), group.day());
      files.delete(merged, false);
      return Optional.empty();
    }
  }

  /** Writes the merged file; it is not part of the table yet. */
  Path write(MergePlan.Group group) throws IOException {
    String folder = table.partitionColumns().getFirst() + "=" + group.day();
    Path merged = new Path(new Path(location, folder), FileName.merged(group.copies() + 1));
    parquet.write(group.files().stream().map(this::path).toList(), merged);
    return merged;
  }

  private Path path(SmallFile file) {
    return new Path(location, new Path(URI.create(file.path())));
  }

  /**
   * Commits a file that {@link #write} wrote.
   *
   * @throws ConcurrentWriteException when a file of the group was removed since {@code snapshot}
   */
  TransactionCommitResult commit(Snapshot snapshot, MergePlan.Group group, Path merged)
      throws IOException {
    Transaction transaction =
        snapshot.buildUpdateTableTransaction(ENGINE_INFO, Operation.MANUAL_UPDATE).build(engine);
    StructType schema = snapshot.getSchema();
    List<AddFile> before = group.files().stream().map(SmallFile::logged).toList();
    FileStatus status = files.getFileStatus(merged);
    // Rows that only moved are as old as they were: rollups of their day stay in place.
    long newest = before.stream().mapToLong(AddFile::getModificationTime).max().orElseThrow();
    AddFile after =
        AddFile.convertDataFileStatus(
            schema,
            root,
            new DataFileStatus(
                merged.toString(),
                status.getLen(),
                newest,
                Optional.of(MergedStatistics.of(before, schema))),
            Map.of(
                table.partitionColumns().getFirst(),
                Literal.ofDate((int) group.day().toEpochDay())),
            false,
            Map.of(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty());
    List<Row> actions = new ArrayList<>();
    Optional<Long> now = Optional.of(System.currentTimeMillis());
    for (AddFile file : before) {
      actions.add(SingleAction.createRemoveFileSingleAction(file.toRemoveFileRow(false, now)));
    }
    actions.add(SingleAction.createAddFileSingleAction(after.toRow()));
    return transaction.commit(
        engine, CloseableIterable.inMemoryIterable(Utils.toCloseableIterator(actions.iterator())));
  }
}
