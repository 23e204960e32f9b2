package metricflow.jobs.erasure;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import metricflow.timeline.TimelineBlockReader;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.hadoop.ParquetReader;
import org.apache.parquet.hadoop.example.GroupReadSupport;

/** The files in a folder, whether a table's log names them or not, and without the engine. */
final class FilesOnDisk {
  private static final String PARQUET = ".parquet";

  private final Path folder;

  FilesOnDisk(Path folder) {
    this.folder = folder;
  }

  /**
   * Those that hold a text: in any value of any row of Parquet files, those of checkpoints too, or
   * anywhere in the bytes of a file.
   */
  List<Path> naming(String text) throws IOException {
    List<Path> naming = new ArrayList<>();
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path file : all.filter(Files::isRegularFile).toList()) {
        if (bytesHold(file, text) || (file.toString().endsWith(PARQUET) && rowsHold(file, text))) {
          naming.add(file);
        }
      }
    }
    return naming;
  }

  /** Parquet files with a block of timelines that holds a person's key. */
  List<Path> withKey(long key) throws IOException {
    List<Path> holding = new ArrayList<>();
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path file :
          all.filter(path -> path.toString().endsWith(PARQUET))
              .filter(path -> path.toString().contains("/timeline_blocks/event_date="))
              .toList()) {
        if (blocksHold(file, key)) {
          holding.add(file);
        }
      }
    }
    return holding;
  }

  private static boolean blocksHold(Path file, long key) throws IOException {
    TimelineBlockReader reader = new TimelineBlockReader();
    try (ParquetReader<Group> rows = open(file)) {
      for (Group row = rows.read(); row != null; row = rows.read()) {
        byte[] block = row.getBinary("block", 0).getBytes();
        reader.open(block, 0, block.length);
        while (reader.nextPerson()) {
          if (reader.personKey() == key) {
            return true;
          }
        }
      }
      return false;
    }
  }

  private static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.ISO_8859_1);
  }

  private static ParquetReader<Group> open(Path file) throws IOException {
    return ParquetReader.builder(
            new GroupReadSupport(), new org.apache.hadoop.fs.Path(file.toUri()))
        .build();
  }

  private static boolean bytesHold(Path file, String text) throws IOException {
    return text(Files.readAllBytes(file)).contains(text);
  }

  private static boolean rowsHold(Path file, String text) throws IOException {
    try (ParquetReader<Group> rows = open(file)) {
      for (Group row = rows.read(); row != null; row = rows.read()) {
        if (row.toString().contains(text)) {
          return true;
        }
      }
      return false;
    }
  }
}
