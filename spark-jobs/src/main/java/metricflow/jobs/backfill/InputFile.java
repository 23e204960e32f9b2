package metricflow.jobs.backfill;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import metricflow.jobs.JobFailedException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocatedFileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RemoteIterator;
import org.apache.spark.sql.SparkSession;

/**
 * A file to import, on any file system Hadoop knows.
 *
 * @param path its address
 * @param bytes its size, compressed or not
 * @param configuration how to reach it
 */
record InputFile(Path path, long bytes, Configuration configuration) {
  private static final int BUFFER_BYTES = 1 << 20;

  /**
   * The files at {@code input}, by name.
   *
   * @throws JobFailedException when there is none
   */
  static List<InputFile> in(SparkSession spark, String input) {
    Configuration configuration = spark.sparkContext().hadoopConfiguration();
    Path root = new Path(input);
    List<InputFile> files = new ArrayList<>();
    try {
      FileSystem system = root.getFileSystem(configuration);
      if (!system.exists(root)) {
        throw new JobFailedException("There is nothing at '" + input + "'. Correct '--input'.");
      }
      RemoteIterator<LocatedFileStatus> found = system.listFiles(root, true);
      while (found.hasNext()) {
        LocatedFileStatus file = found.next();
        String name = file.getPath().getName();
        if (name.endsWith(".ndjson") || name.endsWith(".ndjson.gz")) {
          files.add(new InputFile(file.getPath(), file.getLen(), configuration));
        }
      }
    } catch (IOException unreadable) {
      throw new JobFailedException("'" + input + "' cannot be read: " + unreadable, unreadable);
    }
    if (files.isEmpty()) {
      throw new JobFailedException(
          "There is no .ndjson or .ndjson.gz file at '" + input + "'. Correct '--input'.");
    }
    files.sort(Comparator.comparing(file -> file.path().toString()));
    return files;
  }

  String name() {
    return path.getName();
  }

  boolean compressed() {
    return name().endsWith(".gz");
  }

  /** Digest of the content: what makes it the same file. */
  String sha256() {
    try (InputStream in = path.getFileSystem(configuration).open(path, BUFFER_BYTES)) {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      byte[] buffer = new byte[BUFFER_BYTES];
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        digest.update(buffer, 0, read);
      }
      return HexFormat.of().formatHex(digest.digest());
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException(impossible);
    }
  }
}
