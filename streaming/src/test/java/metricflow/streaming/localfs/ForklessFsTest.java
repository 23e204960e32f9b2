package metricflow.streaming.localfs;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
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
import org.apache.hadoop.fs.FileAlreadyExistsException;
import org.apache.hadoop.fs.FileContext;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ForklessFsTest {
  private static final int RACES = 300;
  private static final int WRITERS = 3;

  @TempDir private Path folder;

  @Test
  void of_writers_who_rename_to_one_name_at_once_one_succeeds_and_its_content_stays()
      throws Exception {
    CyclicBarrier start = new CyclicBarrier(WRITERS);
    try (ExecutorService writers = Executors.newFixedThreadPool(WRITERS)) {
      for (int race = 0; race < RACES; race++) {
        Path target = folder.resolve("%020d.json".formatted(race));
        List<Callable<String>> attempts = new ArrayList<>();
        for (int writer = 0; writer < WRITERS; writer++) {
          String content = "race %d, writer %d".formatted(race, writer);
          Path temporary = folder.resolve(".%d.%d.tmp".formatted(race, writer));
          Files.writeString(temporary, content);
          attempts.add(() -> renamed(start, temporary, target) ? content : "");
        }
        List<String> winners = new ArrayList<>();
        for (Future<String> attempt : writers.invokeAll(attempts)) {
          winners.add(attempt.get());
        }
        winners.removeIf(String::isEmpty);
        assertThat(winners).singleElement().isEqualTo(Files.readString(target));
      }
    }
  }

  @Test
  void a_folder_is_listed_as_hadoop_lists_it() throws Exception {
    Files.createDirectory(folder.resolve("day=2026-11-25"));
    Files.writeString(folder.resolve("a b:c.json"), "twelve bytes");
    Files.writeString(folder.resolve("empty"), "");
    RawLocalFileSystem hadoops = new RawLocalFileSystem();
    hadoops.initialize(URI.create("file:///"), new Configuration());
    ForklessRawFileSystem ours = new ForklessRawFileSystem();
    ours.initialize(URI.create("file:///"), new Configuration());
    assertThat(listed(ours)).hasSize(3).containsExactlyInAnyOrderElementsOf(listed(hadoops));
  }

  private List<String> listed(RawLocalFileSystem files) throws Exception {
    return Stream.of(files.listStatus(new org.apache.hadoop.fs.Path(folder.toString())))
        .map(file ->
            "%s %s %d %d"
                .formatted(
                    file.getPath(),
                    file.isDirectory(),
                    file.isDirectory() ? 0 : file.getLen(),
                    file.getModificationTime()))
        .toList();
  }

  private static boolean renamed(CyclicBarrier start, Path from, Path to) throws Exception {
    FileContext files = FileContext.getFileContext(URI.create("file:///"), new Configuration());
    start.await();
    try {
      files.rename(
          new org.apache.hadoop.fs.Path(from.toUri()), new org.apache.hadoop.fs.Path(to.toUri()));
      return true;
    } catch (FileAlreadyExistsException taken) {
      return false;
    }
  }
}
