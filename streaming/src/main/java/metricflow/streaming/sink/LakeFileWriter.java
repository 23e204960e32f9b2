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
 * Writes rows into one Parquet file per day. The files become part of the table only by a commit of
 * {@link DeltaSink}; files of a task that failed are left for vacuum to remove.
 */
public final class LakeFileWriter<R> {
  private static final long DAY_MILLIS = 86_400_000L;

  private final RowLayout<R> layout;
  private final String location;
  private final Configuration hadoop;
  private final Map<Integer, PartitionFile<R>> open = new TreeMap<>();

  /**
   * A writer for one task.
   *
   * @param lake folder or URI of the lake
   * @param hadoop file system settings
   */
  public LakeFileWriter(RowLayout<R> layout, String lake, Configuration hadoop) {
    this.layout = layout;
    this.location = layout.table().location(lake);
    this.hadoop = hadoop;
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
    List<LakeFile> files = new ArrayList<>();
    for (PartitionFile<R> file : open.values()) {
      files.add(file.close());
    }
    return files;
  }
}
