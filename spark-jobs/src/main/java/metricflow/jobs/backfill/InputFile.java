package metricflow.jobs.backfill;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import metricflow.jobs.JobFailedException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocatedFileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RemoteIterator;

/**
 * A file to import, on any file system Hadoop knows.
 *
 * @param path its address
 * @param bytes its size, compressed or not
 * @param container how records lie in it
 * @param configuration how to reach it
 */
record InputFile(Path path, long bytes, Container container, Configuration configuration) {
  private static final int BUFFER_BYTES = 1 << 20;

  /**
   * The files at the places named, by name: files, folders, and patterns like {@code
   * exports/2026-*.ndjson.gz}.
   *
   * @throws JobFailedException when there is none
   */
  static List<InputFile> in(Configuration configuration, List<String> inputs) {
    List<InputFile> files = new ArrayList<>();
    for (String input : inputs) {
      int before = files.size();
      try {
        Path root = new Path(input);
        FileSystem system = root.getFileSystem(configuration);
        FileStatus[] matches = system.globStatus(root);
        if (matches == null || matches.length == 0) {
          throw new JobFailedException("There is nothing at '" + input + "'. Correct '--input'.");
        }
        for (FileStatus match : matches) {
          RemoteIterator<LocatedFileStatus> found = system.listFiles(match.getPath(), true);
          while (found.hasNext()) {
            LocatedFileStatus file = found.next();
            Container.of(file.getPath().getName())
                .ifPresent(container ->
                    files.add(
                        new InputFile(file.getPath(), file.getLen(), container, configuration)));
          }
        }
      } catch (IOException unreadable) {
        throw new JobFailedException("'" + input + "' cannot be read: " + unreadable, unreadable);
      }
      if (files.size() == before) {
        throw new JobFailedException(
            "There is no .ndjson, .jsonl, .json, .csv, .tsv or .parquet file at '%s' (text files also .gz or .zst). Correct '--input'."
                .formatted(input));
      }
    }
    files.sort(Comparator.comparing(file -> file.path().toString()));
    return files.stream().distinct().toList();
  }

  String name() {
    return path.getName();
  }

  Compression compression() {
    return Compression.of(name());
  }

  /** The bytes as they lie in the file. */
  InputStream raw() throws IOException {
    return path.getFileSystem(configuration).open(path, BUFFER_BYTES);
  }

  /** A stretch of its content. Of a compressed file there is only one, the whole. */
  RecordReader records(Stretch stretch) throws IOException {
    FSDataInputStream raw = path.getFileSystem(configuration).open(path, BUFFER_BYTES);
    raw.seek(stretch.start());
    return new RecordReader(compression().opened(raw), raw, stretch, container == Container.CSV);
  }

  /** The first record that is not blank, or an empty one. */
  byte[] firstRecord() throws IOException {
    try (RecordReader records = records(Stretch.WHOLE)) {
      return records.next() ? records.record() : new byte[0];
    } catch (EOFException empty) {
      return new byte[0];
    }
  }
}
