package metricflow.jobs.localfs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExclusiveLogStoreTest {
  private static final int RACES = 300;
  private static final int WRITERS = 3;
  private static final Configuration HADOOP = new Configuration(false);

  @TempDir private Path log;

  @Test
  void of_writers_of_one_version_at_once_one_succeeds_and_its_lines_stay() throws Exception {
    CyclicBarrier start = new CyclicBarrier(WRITERS);
    try (ExecutorService writers = Executors.newFixedThreadPool(WRITERS)) {
      for (int race = 0; race < RACES; race++) {
        Path version = log.resolve("%020d.json".formatted(race));
        List<Callable<String>> attempts = new ArrayList<>();
        for (int writer = 0; writer < WRITERS; writer++) {
          String line = "race %d, writer %d".formatted(race, writer);
          attempts.add(() -> {
            start.await();
            return written(version, line) ? line : "";
          });
        }
        List<String> winners = new ArrayList<>();
        for (Future<String> attempt : writers.invokeAll(attempts)) {
          winners.add(attempt.get());
        }
        winners.removeIf(String::isEmpty);
        assertThat(winners).singleElement().isEqualTo(Files.readString(version).strip());
      }
    }
    try (Stream<Path> files = Files.list(log)) {
      assertThat(files).hasSize(RACES);
    }
  }

  @Test
  void overwriting_replaces_and_not_overwriting_tells_who_was_first() throws IOException {
    Path pointer = log.resolve("_last_checkpoint");
    write(pointer, "1", true);
    write(pointer, "2", true);
    assertThatThrownBy(() -> write(pointer, "3", false))
        .isInstanceOf(FileAlreadyExistsException.class);
    assertThat(pointer).hasContent("2\n");
  }

  private static boolean written(Path version, String line) throws IOException {
    try {
      write(version, line, false);
      return true;
    } catch (FileAlreadyExistsException taken) {
      return false;
    }
  }

  private static void write(Path file, String line, boolean overwrite) throws IOException {
    new ExclusiveLogStore(HADOOP)
        .write(
            new org.apache.hadoop.fs.Path(file.toUri()),
            List.of(line).iterator(),
            overwrite,
            HADOOP);
  }
}
