package metricflow.jobs.erasure;

import static org.apache.spark.sql.functions.col;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import metricflow.jobs.Lake;
import metricflow.table.Table;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocatedFileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RemoteIterator;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.RuntimeConfig;
import org.apache.spark.sql.delta.DeltaLog;
import org.apache.spark.sql.delta.actions.AddFile;
import scala.Option;
import scala.collection.immutable.Map$;
import scala.jdk.javaapi.CollectionConverters;

/** The data files in a table's folder, whether its log names them or not. */
final class DataFiles {
  private static final byte[] MAGIC = "PAR1".getBytes(StandardCharsets.US_ASCII);

  /** Values are to be read, not believed: statistics in a file's footer must not leave it out. */
  private static final Map<String, String> READ_ALL =
      Map.of(
          "spark.sql.parquet.filterPushdown",
          "false",
          "spark.sql.files.ignoreMissingFiles",
          "true");

  private final Lake lake;
  private final Table table;
  private final FileSystem files;
  private final Path folder;

  DataFiles(Lake lake, Table table) throws IOException {
    this.lake = lake;
    this.table = table;
    Path location = new Path(lake.location(table));
    this.files = location.getFileSystem(lake.spark().sparkContext().hadoopConfiguration());
    this.folder = files.makeQualified(location);
  }

  /**
   * A file.
   *
   * @param size bytes
   * @param modifiedAt epoch milliseconds
   */
  record DataFile(Path path, long size, long modifiedAt) {
    String name() {
      return path.getName();
    }
  }

  /** All of them. */
  List<DataFile> list() throws IOException {
    List<DataFile> all = new ArrayList<>();
    String log = folder.toUri().getPath() + "/_delta_log/";
    RemoteIterator<LocatedFileStatus> each = files.listFiles(folder, true);
    while (each.hasNext()) {
      LocatedFileStatus file = each.next();
      if (!file.getPath().toUri().getPath().startsWith(log)
          && file.getPath().getName().endsWith(".parquet")) {
        all.add(new DataFile(file.getPath(), file.getLen(), file.getModificationTime()));
      }
    }
    return all;
  }

  /** Whether its writer finished it; a file that is gone meanwhile counts as finished. */
  boolean isWhole(DataFile file) throws IOException {
    if (file.size() < 2L * MAGIC.length) {
      return false;
    }
    byte[] end = new byte[MAGIC.length];
    try (FSDataInputStream in = files.open(file.path())) {
      in.readFully(file.size() - MAGIC.length, end);
    } catch (FileNotFoundException gone) {
      return true;
    }
    return Arrays.equals(end, MAGIC);
  }

  /** Names of those with a row of which {@code condition} is true. All rows are read. */
  Set<String> holding(List<DataFile> some, Column condition) {
    Set<String> names = new HashSet<>();
    if (some.isEmpty()) {
      return names;
    }
    RuntimeConfig settings = lake.spark().conf();
    Map<String, String> before = new HashMap<>();
    READ_ALL.forEach((key, value) -> {
      before.put(key, settings.get(key));
      settings.set(key, value);
    });
    try {
      DeltaLog log = lake.log(table);
      log.createDataFrame(
              log.unsafeVolatileSnapshot(),
              CollectionConverters.asScala(some.stream().map(this::asLogged).toList()).toSeq(),
              false,
              Option.empty())
          .withColumn("file", col("_metadata.file_name"))
          .where(condition)
          .select("file")
          .distinct()
          .collectAsList()
          .forEach(row -> names.add(row.getString(0)));
    } finally {
      before.forEach(settings::set);
    }
    return names;
  }

  private AddFile asLogged(DataFile file) {
    String path = URI.create(folder.toUri() + "/").relativize(file.path().toUri()).toString();
    return new AddFile(
        path,
        partition(file),
        file.size(),
        file.modifiedAt(),
        false,
        null,
        null,
        null,
        Option.empty(),
        Option.empty(),
        Option.empty(),
        Option.empty(),
        Option.empty());
  }

  /** The day in the name of its folder. */
  private scala.collection.immutable.Map<String, String> partition(DataFile file) {
    scala.collection.immutable.Map<String, String> values = Map$.MODULE$.empty();
    for (String column : table.partitionColumns()) {
      String parent = file.path().getParent().getName();
      String day = parent.startsWith(column + "=") ? parent.substring(column.length() + 1) : null;
      values = values.updated(column, day);
    }
    return values;
  }

  /** Deletes a file; whether it was there. */
  boolean delete(DataFile file) throws IOException {
    return files.delete(file.path(), false);
  }
}
