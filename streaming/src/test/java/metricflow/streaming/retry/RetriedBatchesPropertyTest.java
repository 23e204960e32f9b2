package metricflow.streaming.retry;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.lifecycle.AfterTry;
import org.apache.hadoop.conf.Configuration;

/** Micro-batches, restarts, repeats and moved partitions against a set with times. */
class RetriedBatchesPropertyTest {
  private static final int PROCESSES = 3;
  private static final int PARTITIONS = 3;
  private static final long HOUR_MILLIS = 3_600_000L;
  private static final long START = 500_000L;
  private static final Configuration HADOOP = new Configuration();

  private Path folder;

  /** What happens around a micro-batch. */
  enum Course {
    NOTHING,
    A_TASK_IS_TRIED_TWICE,
    THE_DRIVER_DIES_BEFORE_IT_WROTE,
    THE_DRIVER_DIES_AFTER_IT_WROTE,
    EVERYTHING_RESTARTS
  }

  /**
   * One micro-batch.
   *
   * @param hours hours since the one before
   * @param placement which process has which partition
   * @param batches fingerprint and partition of each batch, in one number
   */
  record Step(Course course, int hours, int placement, List<Integer> batches) {}

  /** The naive truth: when each fingerprint of a partition was last new. */
  private static final class Oracle {
    private final Map<Integer, Map<Long, Long>> hours = new HashMap<>();

    List<Boolean> judge(List<Integer> batches, long hour) {
      List<Boolean> verdicts = new ArrayList<>();
      for (int batch : batches) {
        Map<Long, Long> known = hours.computeIfAbsent(batch % PARTITIONS, p -> new HashMap<>());
        long fingerprint = fingerprint(batch);
        Long seen = known.get(fingerprint);
        boolean retried = seen != null && hour - seen <= 24;
        verdicts.add(retried);
        if (!retried) {
          known.put(fingerprint, hour);
        }
      }
      return verdicts;
    }
  }

  /** Driver and processes, which share nothing but the folder. */
  private final class Cluster {
    private final RetryLog log;
    private final List<RetriedBatches> processes = new ArrayList<>();
    private long hour;

    Cluster(long hour) throws IOException {
      this.hour = hour;
      log = new RetryLog(folder.toUri().toString(), HADOOP, 1 << 20, () -> this.hour * HOUR_MILLIS);
      for (int i = 0; i < PROCESSES; i++) {
        processes.add(new RetriedBatches());
      }
    }

    List<TaskRetries> run(RetryPlan plan, Step step, List<Boolean> verdicts) {
      Map<Integer, RetriedBatches.Pass> passes = new TreeMap<>();
      for (int batch : step.batches) {
        int partition = batch % PARTITIONS;
        int process = (step.placement >> 2 * partition) % PROCESSES;
        boolean retried =
            passes
                .computeIfAbsent(process, p -> processes.get(p).pass(plan, HADOOP))
                .isRetried(partition, fingerprint(batch));
        verdicts.add(retried);
      }
      return passes.values().stream().map(RetriedBatches.Pass::close).toList();
    }
  }

  private static long fingerprint(int batch) {
    return BatchFingerprint.mix(1 + batch / PARTITIONS);
  }

  @Property(tries = 50)
  void judges_as_a_set_with_times_does(@ForAll("steps") List<Step> steps) throws IOException {
    folder = Files.createTempDirectory("retries");
    Oracle oracle = new Oracle();
    Cluster cluster = new Cluster(START);
    long hour = START;
    for (int batchId = 0; batchId < steps.size(); batchId++) {
      Step step = steps.get(batchId);
      hour += step.hours;
      cluster.hour = hour;
      List<Boolean> expected = oracle.judge(step.batches, hour);
      cluster = afterTrouble(cluster, batchId, step, expected);
      RetryPlan plan = cluster.log.plan(batchId);
      List<Boolean> verdicts = new ArrayList<>();
      cluster.log.append(plan, cluster.run(plan, step, verdicts));

      assertThat(verdicts).as("micro-batch %d", batchId).isEqualTo(expected);
    }
  }

  private Cluster afterTrouble(Cluster cluster, long batchId, Step step, List<Boolean> expected)
      throws IOException {
    RetryPlan plan = cluster.log.plan(batchId);
    List<Boolean> verdicts = new ArrayList<>();
    switch (step.course) {
      case NOTHING -> {
        return cluster;
      }
      case A_TASK_IS_TRIED_TWICE -> {
        Step elsewhere = new Step(step.course, 0, step.placement + 21, step.batches);
        cluster.run(plan, elsewhere, verdicts);
        assertThat(verdicts).isEqualTo(expected);
        return cluster;
      }
      case THE_DRIVER_DIES_BEFORE_IT_WROTE -> {
        cluster.run(plan, step, verdicts);
        return new Cluster(cluster.hour);
      }
      case THE_DRIVER_DIES_AFTER_IT_WROTE -> {
        cluster.log.append(plan, cluster.run(plan, step, verdicts));
        assertThat(verdicts).isEqualTo(expected);
        // A file tells the hour; where nothing was new there is none, and nothing to tell apart.
        return new Cluster(expected.contains(false) ? cluster.hour + 30 : cluster.hour);
      }
      case EVERYTHING_RESTARTS -> {
        return new Cluster(cluster.hour);
      }
    }
    throw new AssertionError(step);
  }

  @Provide
  Arbitrary<List<Step>> steps() {
    Arbitrary<Integer> batch = Arbitraries.integers().between(0, PARTITIONS * 12 - 1);
    return Combinators.combine(
            Arbitraries.of(Course.class),
            Arbitraries.frequency(Tuple.of(6, 0), Tuple.of(3, 1), Tuple.of(1, 13)),
            Arbitraries.integers().between(0, 63),
            batch.list().ofMaxSize(8))
        .as(Step::new)
        .list()
        .ofMaxSize(30);
  }

  @AfterTry
  void deleteFiles() throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
