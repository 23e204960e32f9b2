package metricflow.streaming.retry;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RetryLogTest {
  private static final long HOUR_MILLIS = 3_600_000L;
  private static final int JOINED_AT = 64;
  private static final Configuration HADOOP = new Configuration();

  @TempDir Path folder;
  private long now = 500_000 * HOUR_MILLIS;
  private long batchId;
  private RetryLog log;
  private RetriedBatches process;

  @BeforeEach
  void start() throws IOException {
    log = new RetryLog(folder.toUri().toString(), HADOOP, 1 << 20, () -> now);
    process = new RetriedBatches();
  }

  @Test
  void hundreds_of_micro_batches_an_hour_leave_few_files_and_forget_nothing() throws IOException {
    for (int hour = 0; hour < 3; hour++) {
      for (int i = 0; i < 200; i++) {
        microBatch(batchId + 1);
      }
      now += HOUR_MILLIS;
    }
    assertThat(files().size()).isLessThan(JOINED_AT + 3);

    start();
    RetriedBatches.Pass pass = process.pass(log.plan(batchId), HADOOP);
    for (long fingerprint = 1; fingerprint <= 600; fingerprint++) {
      assertThat(pass.isRetried(0, fingerprint)).isTrue();
    }
  }

  @Test
  void a_day_later_its_files_are_gone() throws IOException {
    microBatch(1);
    now += 25 * HOUR_MILLIS;
    microBatch(2);

    assertThat(files()).hasSize(1);
    assertThat(microBatch(1)).isFalse();
  }

  @Test
  void an_unreadable_file_is_counted_and_only_its_batches_are_forgotten() throws IOException {
    microBatch(1);
    microBatch(2);
    Files.write(folder.resolve("hour=500000/0-0"), new byte[] {1, 2, 3});

    start();
    TaskRetries again = pass(1, 2);
    assertThat(again.batches()).isEqualTo(1);
    assertThat(again.state().unreadableFiles()).isEqualTo(1);
  }

  @Test
  void a_file_that_was_not_finished_does_not_keep_others_from_being_joined() throws IOException {
    for (int i = 0; i < 10; i++) {
      microBatch(i + 1);
    }
    Files.write(folder.resolve("hour=500000/4-4"), new byte[] {1, 2, 3});
    now += HOUR_MILLIS;
    microBatch(11);

    assertThat(files()).hasSize(2);
    start();
    assertThat(pass(1, 4, 5, 10).batches()).isEqualTo(3);
  }

  @Test
  void joining_that_was_cut_short_is_done_again() throws IOException {
    for (int i = 0; i < 10; i++) {
      microBatch(i + 1);
    }
    Files.write(folder.resolve("hour=500000/0-9"), new byte[] {1, 2, 3});
    now += HOUR_MILLIS;
    start();
    microBatch(11);

    assertThat(files()).hasSize(2);
    start();
    assertThat(pass(1, 5, 10).batches()).isEqualTo(3);
  }

  @Test
  void memory_stays_within_its_bound_and_the_oldest_go_first() throws IOException {
    long bound = 64 << 10;
    log = new RetryLog(folder.toUri().toString(), HADOOP, bound, () -> now);
    long fingerprint = 0;
    TaskRetries last = null;
    for (int i = 0; i < 50; i++) {
      RetriedBatches.Pass pass = process.pass(log.plan(batchId), HADOOP);
      for (int j = 0; j < 1_000; j++) {
        pass.isRetried(j % 4, ++fingerprint);
      }
      last = pass.close();
      log.append(log.plan(batchId), List.of(last));
      batchId++;
      assertThat(last.state().bytes()).isLessThanOrEqualTo(bound);
    }

    assertThat(last.state().entries() + last.state().forgottenEarly()).isEqualTo(49_000);
    assertThat(last.state().entries()).isGreaterThan(bound / 32);
    RetriedBatches.Pass pass = process.pass(log.plan(batchId), HADOOP);
    assertThat(pass.isRetried((int) ((fingerprint - 1) % 1_000 % 4), fingerprint)).isTrue();
    assertThat(pass.isRetried(0, 1)).isFalse();
  }

  private boolean microBatch(long fingerprint) throws IOException {
    TaskRetries found = pass(fingerprint);
    log.append(log.plan(batchId), List.of(found));
    batchId++;
    return found.batches() == 1;
  }

  private TaskRetries pass(long... fingerprints) {
    RetriedBatches.Pass pass = process.pass(log.plan(batchId), HADOOP);
    for (long fingerprint : fingerprints) {
      pass.isRetried(0, fingerprint);
    }
    return pass.close();
  }

  private List<Path> files() throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      return all.filter(Files::isRegularFile)
          .filter(file -> !file.getFileName().toString().startsWith("."))
          .toList();
    }
  }
}
