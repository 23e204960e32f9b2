package metricflow.streaming.retry;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LeftOutLogTest {
  private static final LeftOutEvent ONE = new LeftOutEvent(1, new UUID(-1, 1));
  private static final LeftOutEvent SAME_ID = new LeftOutEvent(2, new UUID(-1, 1));
  private static final LeftOutEvent OTHER_ID = new LeftOutEvent(1, new UUID(-1, 2));

  @TempDir Path parent;

  @Test
  void what_was_left_out_is_known_after_a_restart_by_project_and_all_of_the_id()
      throws IOException {
    log().add(7, Set.of(ONE, SAME_ID));

    assertThat(log().events(7)).containsExactlyInAnyOrder(ONE, SAME_ID);
    assertThat(log().events(8)).isEmpty();
  }

  @Test
  void a_second_try_adds_to_what_the_first_one_left_out() throws IOException {
    log().add(7, Set.of(ONE));
    LeftOutLog second = log();
    second.add(7, Set.of(ONE, OTHER_ID));

    assertThat(second.events(7)).containsExactlyInAnyOrder(ONE, OTHER_ID);
    assertThat(log().events(7)).containsExactlyInAnyOrder(ONE, OTHER_ID);
  }

  @Test
  void a_try_that_leaves_out_less_takes_nothing_back() throws IOException {
    log().add(7, Set.of(ONE, OTHER_ID));
    log().add(7, Set.of(ONE));

    assertThat(log().events(7)).containsExactlyInAnyOrder(ONE, OTHER_ID);
    assertThat(files()).hasSize(1);
  }

  @Test
  void nothing_is_written_when_nothing_is_left_out() throws IOException {
    LeftOutLog log = log();
    log.add(7, Set.of());
    log.deleteBefore(7);

    assertThat(folder()).doesNotExist();
  }

  @Test
  void files_of_earlier_micro_batches_are_deleted_and_only_those() throws IOException {
    log().add(6, Set.of(ONE));
    log().add(7, Set.of(OTHER_ID));
    LeftOutLog log = log();
    log.deleteBefore(7);

    assertThat(files()).hasSize(1);
    assertThat(log.events(6)).isEmpty();
    assertThat(log.events(7)).containsExactly(OTHER_ID);
    assertThat(log().events(7)).containsExactly(OTHER_ID);
  }

  @Test
  void a_file_that_was_not_finished_counts_for_nothing_and_goes_with_the_next_start()
      throws IOException {
    log().add(7, Set.of(ONE));
    Files.write(folder().resolve("7-" + UUID.randomUUID() + ".unfinished"), new byte[] {0, 0});

    assertThat(log().events(7)).containsExactly(ONE);
    assertThat(files()).hasSize(1);
  }

  @Test
  void a_damaged_file_does_not_keep_the_stream_from_starting() throws IOException {
    log().add(7, Set.of(ONE));
    Files.createFile(folder().resolve("7-" + UUID.randomUUID()));
    Files.write(folder().resolve("7-" + UUID.randomUUID()), new byte[] {0, 0, 0, 9, 1});

    assertThat(log().events(7)).containsExactly(ONE);
  }

  private LeftOutLog log() throws IOException {
    return new LeftOutLog(new org.apache.hadoop.fs.Path(folder().toUri()), new Configuration());
  }

  private Path folder() {
    return parent.resolve("left-out");
  }

  private List<Path> files() throws IOException {
    try (Stream<Path> all = Files.list(folder())) {
      return all.filter(file -> !file.getFileName().toString().startsWith(".")).toList();
    }
  }
}
