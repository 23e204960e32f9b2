package metricflow.streaming.retry;

import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import org.apache.hadoop.conf.Configuration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a process remembers of the batches of the last 24 hours, by bus partition: a retry has the
 * same first visitor as its first try, hence the same key and the same partition.
 *
 * <p>Micro-batch N is judged by what the micro-batches before N held, whatever was tried before:
 * what a pass finds new becomes known when a later micro-batch begins, and is dropped when the same
 * one is repeated. What a process lacks, because it has just started or because another one had the
 * partition meanwhile, it reads from {@link FingerprintFiles}.
 */
public final class RetriedBatches {
  private static final Logger LOG = LoggerFactory.getLogger(RetriedBatches.class);

  /** Segments that fit the memory allowed: what is forgotten at a time when it is short. */
  private static final int SEGMENTS = 16;

  private static final int SMALLEST_SEGMENT = 64;
  private static final RetriedBatches PROCESS = new RetriedBatches();

  private final String process = UUID.randomUUID().toString();
  private final Lock lock = new ReentrantLock();
  private final Map<Integer, Partition> partitions = new HashMap<>();
  private String runId;
  private long forgottenEarly;
  private long unreadableFiles;

  /** What is known of a partition, and what the last pass over it added. */
  private static final class Partition {
    private final KnownBatches known;
    private long through = -1;
    private Added added;

    Partition(KnownBatches known) {
      this.known = known;
    }
  }

  private record Added(long batchId, long hour, FingerprintTable fingerprints) {}

  /** A process that knows nothing yet. */
  RetriedBatches() {}

  /** This process. */
  public static RetriedBatches ofProcess() {
    return PROCESS;
  }

  /** The view of one task's pass over one micro-batch. */
  public Pass pass(RetryPlan plan, Configuration hadoop) {
    return new Pass(plan, hadoop);
  }

  /** One task's pass. */
  public final class Pass {
    private final RetryPlan plan;
    private final Configuration hadoop;
    private final Map<Integer, KnownBatches> earlier = new HashMap<>();
    private final Map<Integer, FingerprintTable> fresh = new HashMap<>();
    private long retried;

    private Pass(RetryPlan plan, Configuration hadoop) {
      this.plan = plan;
      this.hadoop = hadoop;
    }

    /** Whether the batch came before, in an earlier micro-batch or in this pass; remembers it. */
    public boolean isRetried(int partition, long fingerprint) {
      lock.lock();
      try {
        KnownBatches known = earlier.computeIfAbsent(partition, p -> known(p, plan, hadoop));
        boolean isRetried =
            known.contains(fingerprint, plan.hour())
                || !fresh.computeIfAbsent(partition, p -> new FingerprintTable()).add(fingerprint);
        retried += isRetried ? 1 : 0;
        return isRetried;
      } finally {
        lock.unlock();
      }
    }

    /** Ends the pass: what it found new is known to later micro-batches. */
    public TaskRetries close() {
      lock.lock();
      try {
        Map<Integer, long[]> added = new HashMap<>();
        fresh.forEach((partition, table) -> {
          if (plan.runId().equals(runId)) {
            partitions.get(partition).added = new Added(plan.batchId(), plan.hour(), table);
          }
          added.put(partition, table.toArray());
        });
        return new TaskRetries(retried, added, state());
      } finally {
        lock.unlock();
      }
    }
  }

  private KnownBatches known(int number, RetryPlan plan, Configuration hadoop) {
    if (!plan.runId().equals(runId)) {
      partitions.clear();
      runId = plan.runId();
    }
    Partition partition = partitions.get(number);
    boolean isNew = partition == null;
    if (isNew) {
      partition = new Partition(new KnownBatches(segmentEntries(plan.maxBytes())));
      partitions.put(number, partition);
    }
    Added added = partition.added;
    partition.added = null;
    if (added != null && added.batchId < plan.batchId()) {
      KnownBatches known = partition.known;
      added.fingerprints.forEach(fingerprint -> known.add(fingerprint, added.hour));
      partition.through = added.batchId;
    }
    if (isNew || partition.through < plan.lastBatches().getOrDefault(number, -1L)) {
      load(number, partition, plan, hadoop);
    }
    partition.known.expire(plan.hour());
    keepWithin(plan.maxBytes());
    return partition.known;
  }

  private static int segmentEntries(long maxBytes) {
    return (int)
        Math.clamp(maxBytes / SEGMENTS / (2 * Long.BYTES), SMALLEST_SEGMENT, Integer.MAX_VALUE / 4);
  }

  private void load(int number, Partition partition, RetryPlan plan, Configuration hadoop) {
    long start = System.nanoTime();
    long before = partition.known.entries();
    try {
      FingerprintFiles files = new FingerprintFiles(plan.folder(), hadoop);
      for (FingerprintFile file : files.list()) {
        if (file.last() > partition.through
            && file.first() < plan.batchId()
            && KnownBatches.isAlive(file.hour(), plan.hour())) {
          load(files, file, number, partition.known);
          keepWithin(plan.maxBytes());
        }
      }
    } catch (IOException unlisted) {
      unreadableFiles++;
      LOG.warn(
          "{} cannot be listed: retried batches may count again live", plan.folder(), unlisted);
    }
    partition.through = plan.batchId() - 1;
    LOG.debug(
        "read {} fingerprints of partition {} in {} ms",
        partition.known.entries() - before,
        number,
        (System.nanoTime() - start) / 1_000_000);
  }

  private void load(FingerprintFiles files, FingerprintFile file, int number, KnownBatches known) {
    try {
      files.read(file, number, fingerprint -> known.add(fingerprint, file.hour()));
    } catch (IOException unreadable) {
      unreadableFiles++;
      LOG.warn(
          "{} in {} cannot be read: retried batches may count again live",
          file,
          files.folder(),
          unreadable);
    }
  }

  private void keepWithin(long maxBytes) {
    long bytes = bytes();
    while (bytes > maxBytes) {
      KnownBatches oldest = null;
      for (Partition partition : partitions.values()) {
        if (oldest == null || partition.known.oldestHour() < oldest.oldestHour()) {
          oldest = partition.known;
        }
      }
      if (oldest == null || oldest.entries() == 0) {
        return;
      }
      if (forgottenEarly == 0) {
        LOG.warn(
            "{} bytes do not hold 24 hours of batches: the oldest are forgotten early", maxBytes);
      }
      forgottenEarly += oldest.forgetOldest();
      bytes = bytes();
    }
  }

  private long bytes() {
    return partitions.values().stream().mapToLong(partition -> partition.known.bytes()).sum();
  }

  private RetryState state() {
    long entries =
        partitions.values().stream().mapToLong(partition -> partition.known.entries()).sum();
    return new RetryState(process, entries, bytes(), forgottenEarly, unreadableFiles);
  }
}
