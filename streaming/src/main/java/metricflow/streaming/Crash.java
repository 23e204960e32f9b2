package metricflow.streaming;

import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import metricflow.config.ConfigKey;
import metricflow.config.CrashPoint;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * For tests: ends the process at a chosen point of a micro-batch as a power cut would, without a
 * hook or a buffer being flushed.
 */
final class Crash {
  private static final Logger LOG = LoggerFactory.getLogger(Crash.class);
  private static final Pattern SETTING = Pattern.compile("([A-Z_]+)(?::([1-9]\\d{0,5}))?");
  private static final long NO_BATCH = -1;

  private final CrashPoint point;
  private final Runnable death;
  private int microBatchesLeft;
  private long lastBatch = NO_BATCH;

  private Crash(CrashPoint point, int microBatch, Runnable death) {
    this.point = point;
    this.microBatchesLeft = microBatch;
    this.death = death;
  }

  /**
   * Reads the setting.
   *
   * @param setting {@code POINT} or {@code POINT:n} for the n-th micro-batch; empty: never
   * @throws IllegalArgumentException when it is neither
   */
  static Crash at(String setting) {
    return at(setting, () -> Runtime.getRuntime().halt(1));
  }

  static Crash at(String setting, Runnable death) {
    if (setting.isEmpty()) {
      return new Crash(null, 0, death);
    }
    Matcher parts = SETTING.matcher(setting);
    if (parts.matches()) {
      for (CrashPoint point : CrashPoint.values()) {
        if (point.name().equals(parts.group(1))) {
          return new Crash(
              point, parts.group(2) == null ? 1 : Integer.parseInt(parts.group(2)), death);
        }
      }
    }
    throw new IllegalArgumentException(
        "%s is '%s'; it must be one of %s, with or without :n"
            .formatted(
                ConfigKey.METRICFLOW_CRASH_AT, setting, Arrays.toString(CrashPoint.values())));
  }

  /** Told by the micro-batch where it is, once or more often. */
  void reached(CrashPoint here, long batchId) {
    if (here != point || batchId == lastBatch) {
      return;
    }
    lastBatch = batchId;
    microBatchesLeft--;
    if (microBatchesLeft == 0) {
      LOG.warn("dying at {} of micro-batch {}, as told", here, batchId);
      death.run();
    }
  }
}
