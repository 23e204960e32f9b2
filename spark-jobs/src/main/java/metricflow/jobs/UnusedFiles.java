package metricflow.jobs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import metricflow.table.Table;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocatedFileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RemoteIterator;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.delta.Snapshot;

/**
 * Deletes the files of a table that nobody reads any more: those taken out of it longer ago than
 * {@code removedFor}, and those that never were part of it and are a day old. Younger ones may be
 * about to be committed. Of the driver's memory it needs the names of the table's files.
 */
public final class UnusedFiles {
  private static final Duration NEVER_COMMITTED = Duration.ofDays(1);

  private final Lake lake;
  private final Table table;
  private final Duration removedFor;

  /**
   * The files of a table.
   *
   * @param removedFor how long readers of older versions keep files that were taken out
   */
  public UnusedFiles(Lake lake, Table table, Duration removedFor) {
    this.lake = lake;
    this.table = table;
    this.removedFor = removedFor;
  }

  /** Deletes them; returns how many they were. */
  public long delete() {
    long now = lake.clock().millis();
    Snapshot snapshot = lake.log(table).unsafeVolatileSnapshot();
    Set<String> needed = names(snapshot.allFiles().select("path"));
    Set<String> removed = new HashSet<>();
    for (Row row :
        snapshot
            .tombstones()
            .selectExpr("path", "coalesce(deletionTimestamp, 0L)")
            .collectAsList()) {
      if (row.getLong(1) > now - removedFor.toMillis()) {
        needed.add(name(row.getString(0)));
      } else {
        removed.add(name(row.getString(0)));
      }
    }
    try {
      return delete(needed, removed, now - NEVER_COMMITTED.toMillis());
    } catch (IOException unreachable) {
      throw new UncheckedIOException("cannot look through " + lake.location(table), unreachable);
    }
  }

  private long delete(Set<String> needed, Set<String> removed, long youngest) throws IOException {
    Path folder = new Path(lake.location(table));
    FileSystem files = folder.getFileSystem(lake.spark().sparkContext().hadoopConfiguration());
    String root = files.makeQualified(folder).toUri().getPath();
    long deleted = 0;
    RemoteIterator<LocatedFileStatus> all = files.listFiles(folder, true);
    while (all.hasNext()) {
      LocatedFileStatus file = all.next();
      String name = file.getPath().getName();
      boolean data = !file.getPath().toUri().getPath().startsWith(root + "/_");
      boolean unused = removed.contains(name) || file.getModificationTime() < youngest;
      if (data && !needed.contains(name) && unused && files.delete(file.getPath(), false)) {
        deleted++;
      }
    }
    return deleted;
  }

  private static Set<String> names(Dataset<Row> paths) {
    Set<String> names = new HashSet<>();
    paths.toLocalIterator().forEachRemaining(row -> names.add(name(row.getString(0))));
    return names;
  }

  /** Names of data files hold a random UUID: no two files of a table share one. */
  private static String name(String path) {
    return new Path(URI.create(path)).getName();
  }
}
