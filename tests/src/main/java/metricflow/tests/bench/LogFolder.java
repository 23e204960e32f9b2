package metricflow.tests.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;

/**
 * What lies in a table's log folder.
 *
 * @param files number of files, the file system's checksums left out
 * @param bytes their size
 * @param checkpointBytes size of the newest checkpoint
 */
record LogFolder(long files, long bytes, long checkpointBytes) {

  static LogFolder of(Path table) throws IOException {
    List<Path> all;
    try (var listed = Files.list(table.resolve("_delta_log"))) {
      all = listed.filter(file -> !file.getFileName().toString().startsWith(".")).toList();
    }
    long bytes = 0;
    for (Path file : all) {
      bytes += sizeUnlessGone(file);
    }
    long checkpoint =
        all.stream()
            .filter(file -> file.toString().endsWith(".checkpoint.parquet"))
            .max(Comparator.naturalOrder())
            .map(LogFolder::sizeUnlessGone)
            .orElse(0L);
    return new LogFolder(all.size(), bytes, checkpoint);
  }

  private static long sizeUnlessGone(Path file) {
    try {
      return Files.isRegularFile(file) ? Files.size(file) : 0;
    } catch (NoSuchFileException expiredMeanwhile) {
      return 0;
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }
}
