package metricflow.streaming.retry;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.LongSupplier;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The driver's side: plans what tasks are told and keeps what they found. A file for each
 * micro-batch, joined by the dozen and by the hour, deleted after 24 hours. Not thread-safe.
 *
 * <p>A micro-batch's file is written before its fold is applied to Redis. So a repeated micro-batch
 * either finds its file, and takes the hour from it, or has counted nothing yet.
 */
public final class RetryLog {
  private static final Logger LOG = LoggerFactory.getLogger(RetryLog.class);
  private static final long HOUR_MILLIS = 3_600_000L;

  /** Files of one micro-batch that are joined into one. */
  private static final int JOINED = 64;

  private final FingerprintFiles files;
  private final LeftOutLog leftOut;
  private final long maxBytes;
  private final LongSupplier clock;
  private final String runId = UUID.randomUUID().toString();
  private final Map<Integer, Long> lastBatches = new HashMap<>();
  private final TreeMap<Long, List<FingerprintFile>> byHour = new TreeMap<>();
  private final Set<Long> leftAsTheyAre = new HashSet<>();

  /**
   * The log in {@code folder}, which need not exist.
   *
   * @param folder URI of a folder of its own under the checkpoint
   * @param maxBytes bytes of memory a process may use for what it remembers
   * @param clock epoch milliseconds
   * @throws IOException when the folder cannot be read
   */
  public RetryLog(String folder, Configuration hadoop, long maxBytes, LongSupplier clock)
      throws IOException {
    this.files = new FingerprintFiles(folder, hadoop);
    this.leftOut = new LeftOutLog(new Path(folder, "left-out"), hadoop);
    this.maxBytes = maxBytes;
    this.clock = clock;
    for (FingerprintFile file : files.list()) {
      remember(file);
    }
  }

  /** What the tasks of a micro-batch are to be told. */
  public RetryPlan plan(long batchId) {
    return new RetryPlan(
        runId,
        files.folder(),
        batchId,
        hourOf(batchId),
        Map.copyOf(lastBatches),
        leftOut.events(batchId),
        maxBytes);
  }

  private long hourOf(long batchId) {
    for (List<FingerprintFile> hour : byHour.values()) {
      for (FingerprintFile file : hour) {
        if (file.isOfOneBatch() && file.first() == batchId) {
          return file.hour();
        }
      }
    }
    return Math.floorDiv(clock.getAsLong(), HOUR_MILLIS);
  }

  /**
   * Keeps which events the tasks of a micro-batch left out. To be called before anything of it is
   * committed: whoever repeats it must leave out the same ones, and cannot know them.
   *
   * @throws IOException when the file cannot be written; the micro-batch is then to be repeated
   */
  public void keepLeftOut(RetryPlan plan, List<Set<LeftOutEvent>> found) throws IOException {
    Set<LeftOutEvent> all = new TreeSet<>();
    found.forEach(all::addAll);
    leftOut.add(plan.batchId(), all);
  }

  /**
   * Keeps what the tasks of a micro-batch found, and tidies up after earlier ones.
   *
   * @throws IOException when the file cannot be written; the micro-batch is then to be repeated
   */
  public void append(RetryPlan plan, List<TaskRetries> found) throws IOException {
    tidy(plan);
    Map<Integer, long[]> fingerprints = new TreeMap<>();
    for (TaskRetries task : found) {
      task.fingerprints()
          .forEach((partition, added) -> fingerprints.merge(partition, added, RetryLog::joined));
    }
    if (fingerprints.isEmpty()) {
      return;
    }
    FingerprintFile file = new FingerprintFile(plan.hour(), plan.batchId(), plan.batchId());
    files.write(file, fingerprints);
    remember(file);
    fingerprints.keySet().forEach(partition -> lastBatches.put(partition, plan.batchId()));
  }

  private static long[] joined(long[] some, long[] more) {
    long[] all = Arrays.copyOf(some, some.length + more.length);
    System.arraycopy(more, 0, all, some.length, more.length);
    return all;
  }

  private void remember(FingerprintFile file) {
    List<FingerprintFile> hour = byHour.computeIfAbsent(file.hour(), h -> new ArrayList<>());
    if (!hour.contains(file)) {
      hour.add(file);
    }
  }

  private void tidy(RetryPlan plan) {
    leftOut.deleteBefore(plan.batchId());
    for (long hour : List.copyOf(byHour.keySet())) {
      try {
        if (!KnownBatches.isAlive(hour, plan.hour())) {
          byHour.remove(hour);
          files.deleteHour(hour);
        } else if (!leftAsTheyAre.contains(hour)) {
          join(hour, plan);
        }
      } catch (IOException failed) {
        // It costs files that are not needed any more, or many small ones until the hour expires.
        leftAsTheyAre.add(hour);
        LOG.warn("files of hour {} in {} are left as they are", hour, files.folder(), failed);
      }
    }
  }

  private void join(long hour, RetryPlan plan) throws IOException {
    boolean isOver = hour < plan.hour();
    List<FingerprintFile> parts =
        byHour.get(hour).stream()
            .filter(file -> file.last() < plan.batchId() && (isOver || file.isOfOneBatch()))
            .sorted(FingerprintFile.OLDEST_FIRST)
            .toList();
    if (parts.size() < (isOver ? 2 : JOINED)) {
      return;
    }
    List<FingerprintFile> finished = new ArrayList<>();
    for (FingerprintFile part : parts) {
      if (files.isFinished(part)) {
        finished.add(part);
      }
    }
    long last = parts.stream().mapToLong(FingerprintFile::last).max().orElseThrow();
    FingerprintFile whole = new FingerprintFile(hour, parts.getFirst().first(), last);
    // It is there already when an earlier run ended before it had deleted the parts.
    if (!finished.contains(whole)) {
      files.merge(finished, whole);
    }
    byHour.get(hour).removeAll(parts);
    remember(whole);
    for (FingerprintFile part : parts) {
      if (!part.equals(whole)) {
        files.delete(part);
      }
    }
  }
}
