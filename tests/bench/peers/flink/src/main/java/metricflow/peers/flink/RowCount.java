package metricflow.peers.flink;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.io.LocalInputFile;

/** Counts rows by the footers of all finished Parquet files of a folder: prints rows and files. */
public final class RowCount {
  private RowCount() {}

  /** {@code FOLDER}. */
  public static void main(String[] arguments) throws IOException {
    List<Path> files;
    try (Stream<Path> found = Files.walk(Path.of(arguments[0]))) {
      files = found.filter(RowCount::isFinished).toList();
    }
    long rows = 0;
    for (Path file : files) {
      try (ParquetFileReader reader = ParquetFileReader.open(new LocalInputFile(file))) {
        rows += reader.getRecordCount();
      }
    }
    System.out.println(rows + " " + files.size());
  }

  private static boolean isFinished(Path file) {
    String name = file.getFileName().toString();
    return name.endsWith(".parquet")
        && !name.startsWith(".")
        && !file.toString().contains("_delta_log");
  }
}
