package metricflow.streaming.upkeep;

import io.delta.kernel.data.ColumnarBatch;
import io.delta.kernel.data.Row;
import io.delta.kernel.engine.Engine;
import io.delta.kernel.internal.util.Utils;
import io.delta.kernel.types.StringType;
import io.delta.kernel.types.StructType;
import io.delta.kernel.utils.CloseableIterator;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * Deletes the files that our merges replaced, when no reader of an older version may need them any
 * more. It follows the log at that distance, so a restart forgets nothing that is still in the log.
 */
final class MergedAway {
  private static final StructType COMMIT_INFO =
      new StructType().add("engineInfo", StringType.STRING);
  private static final StructType REMOVE = new StructType().add("path", StringType.STRING);
  private static final StructType ACTION =
      new StructType().add("commitInfo", COMMIT_INFO).add("remove", REMOVE);

  private final Path location;
  private final FileSystem files;
  private final Engine engine;
  private long next = -1;

  MergedAway(Path location, FileSystem files, Engine engine) {
    this.location = location;
    this.files = files;
    this.engine = engine;
  }

  /**
   * Deletes what was merged away before {@code until}.
   *
   * @param until epoch milliseconds
   * @param active paths of the table's files as of a later moment, which are never deleted
   * @return number of files deleted
   */
  int delete(long until, Set<String> active) throws IOException {
    Path log = new Path(location, "_delta_log");
    if (next < 0 || !files.exists(commit(log, next))) {
      next = oldest(log);
    }
    int deleted = 0;
    for (Path commit = commit(log, next); isOlder(commit, until); commit = commit(log, ++next)) {
      for (String path : mergedAwayIn(commit)) {
        Path file = new Path(location, new Path(URI.create(path)));
        if (!active.contains(path) && files.delete(file, false)) {
          deleted++;
        }
      }
    }
    return deleted;
  }

  private long oldest(Path log) throws IOException {
    return Arrays.stream(files.listStatus(log))
        .map(file -> file.getPath().getName())
        .filter(name -> name.matches("\\d{20}\\.json"))
        .mapToLong(name -> Long.parseLong(name.substring(0, 20)))
        .min()
        .orElse(0);
  }

  private static Path commit(Path log, long version) {
    return new Path(log, "%020d.json".formatted(version));
  }

  private boolean isOlder(Path commit, long until) throws IOException {
    return files.exists(commit) && files.getFileStatus(commit).getModificationTime() < until;
  }

  private List<String> mergedAwayIn(Path commit) throws IOException {
    List<String> paths = new ArrayList<>();
    boolean ours = false;
    FileStatus status = files.getFileStatus(commit);
    try (CloseableIterator<ColumnarBatch> batches =
        engine
            .getJsonHandler()
            .readJsonFiles(
                Utils.singletonCloseableIterator(
                    io.delta.kernel.utils.FileStatus.of(
                        commit.toString(), status.getLen(), status.getModificationTime())),
                ACTION,
                Optional.empty())) {
      while (batches.hasNext()) {
        try (CloseableIterator<Row> rows = batches.next().getRows()) {
          while (rows.hasNext()) {
            Row row = rows.next();
            if (!row.isNullAt(0) && !row.getStruct(0).isNullAt(0)) {
              ours |= row.getStruct(0).getString(0).contains(FileMerger.ENGINE_INFO);
            }
            if (!row.isNullAt(1)) {
              paths.add(row.getStruct(1).getString(0));
            }
          }
        }
      }
    }
    return ours ? paths : List.of();
  }
}
