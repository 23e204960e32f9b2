package metricflow.streaming.sink;

import java.io.IOException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/**
 * Writes rows into one Parquet file per day; into more when there is so much that memory would not
 * stay bounded. The files become part of the table only by a commit of {@link DeltaSink}; files of
 * a task that failed are left for vacuum to remove.
 */
public final class LakeFileWriter<R> {
  private static final long DAY_MILLIS = 86_400_000L;

  /** Bytes the open files may hold together. Parquet keeps up to 128 MiB of each in memory. */
  private static final long MAX_OPEN_BYTES = 256L << 20;

  /** Rows between two looks at the bytes; 3 MiB when each is as large as an event may be. */
  private static final int ROWS_BETWEEN_LOOKS = 100;

  private final RowLayout<R> layout;
  private final String location;
  private final Configuration hadoop;
  private final long maxOpenBytes;
  private final Map<Integer, PartitionFile<R>> open = new TreeMap<>();
  private final List<LakeFile> closed = new ArrayList<>();
  private long rows;

  /**
   * A writer for one task.
   *
   * @param lake folder or URI of the lake
   * @param hadoop file system settings
   */
  public LakeFileWriter(RowLayout<R> layout, String lake, Configuration hadoop) {
    this(layout, lake, hadoop, MAX_OPEN_BYTES);
  }

  LakeFileWriter(RowLayout<R> layout, String lake, Configuration hadoop, long maxOpenBytes) {
    this.layout = layout;
    this.location = layout.table().location(lake);
    this.hadoop = hadoop;
    this.maxOpenBytes = maxOpenBytes;
  }

  /** Adds a row to the file of its day. */
  public void write(R row) throws IOException {
    int epochDay = (int) Math.floorDiv(layout.partitionTime().applyAsLong(row), DAY_MILLIS);
    PartitionFile<R> file = open.get(epochDay);
    if (file == null) {
      file = new PartitionFile<>(layout, hadoop, newPath(epochDay), epochDay);
      open.put(epochDay, file);
    }
    file.write(row);
    rows++;
    if (rows % ROWS_BETWEEN_LOOKS == 0
        && open.values().stream().mapToLong(PartitionFile::bytes).sum() > maxOpenBytes) {
      closeOpen();
    }
  }

  private void closeOpen() throws IOException {
    for (PartitionFile<R> file : open.values()) {
      closed.add(file.close());
    }
    open.clear();
  }

  private Path newPath(int epochDay) throws IOException {
    String folder =
        layout.table().partitionColumns().getFirst() + "=" + LocalDate.ofEpochDay(epochDay);
    Path path = new Path(location + "/" + folder + "/part-" + UUID.randomUUID() + ".zstd.parquet");
    // With its scheme, so that the Delta log can name it relative to the table.
    return path.getFileSystem(hadoop).makeQualified(path);
  }

  /** Finishes all files. */
  public List<LakeFile> close() throws IOException {
    closeOpen();
    return List.copyOf(closed);
  }
}
