package metricflow.api.query.promotion;

import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import metricflow.api.metadata.JdbcPropertyUse;
import metricflow.problem.ProblemException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Counts the properties that questions use, in memory, and adds the numbers to the metadata store
 * once a minute. What a process that dies has counted since is lost: the numbers only say what is
 * hot. Thread-safe.
 */
public final class PropertyUseCounter implements AutoCloseable {
  /** Days that are looked back. */
  static final int DAYS = 30;

  private static final Logger LOG = LoggerFactory.getLogger(PropertyUseCounter.class);
  private static final int FLUSH_SECONDS = 60;

  /** Names come from clients; more than so many different ones a minute are not counted. */
  private static final int MOST_USES = 2_000;

  private final JdbcPropertyUse store;
  private final Clock clock;
  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("property-use").factory());
  private final Map<JdbcPropertyUse.Use, Long> counted = new HashMap<>();

  /** Counts into {@code store}, once started. */
  public PropertyUseCounter(JdbcPropertyUse store, Clock clock) {
    this.store = store;
    this.clock = clock;
  }

  /** Writes every minute from now on. */
  public void start() {
    ScheduledFuture<?> _ =
        timer.scheduleWithFixedDelay(
            this::flushOrLog, FLUSH_SECONDS, FLUSH_SECONDS, TimeUnit.SECONDS);
  }

  /** Counts one question of the project, which uses these. */
  public synchronized void count(int projectId, Collection<PropertyUse> uses) {
    for (PropertyUse use : uses) {
      var key = new JdbcPropertyUse.Use(projectId, use.property(), use.kind());
      if (counted.size() < MOST_USES || counted.containsKey(key)) {
        counted.merge(key, 1L, Long::sum);
      }
    }
  }

  /** The uses of the last 30 days, those counted a moment ago included. */
  List<JdbcPropertyUse.Total> recent() {
    flush();
    return store.since(oldest());
  }

  private void flushOrLog() {
    try {
      flush();
    } catch (RuntimeException unavailable) {
      // The next minute is the remedy; an exception here would end the repetitions.
      LOG.warn("use of properties not written, trying again: {}", unavailable.getMessage());
    }
  }

  private void flush() {
    Map<JdbcPropertyUse.Use, Long> taken = take();
    if (taken.isEmpty()) {
      return;
    }
    try {
      store.add(today(), taken, oldest());
    } catch (ProblemException unavailable) {
      putBack(taken);
      throw unavailable;
    }
  }

  private synchronized Map<JdbcPropertyUse.Use, Long> take() {
    Map<JdbcPropertyUse.Use, Long> taken = Map.copyOf(counted);
    counted.clear();
    return taken;
  }

  private synchronized void putBack(Map<JdbcPropertyUse.Use, Long> taken) {
    taken.forEach((use, questions) -> counted.merge(use, questions, Long::sum));
  }

  private LocalDate today() {
    return LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
  }

  private LocalDate oldest() {
    return today().minusDays(DAYS);
  }

  /** Writes what is left. */
  @Override
  public void close() {
    timer.shutdownNow();
    flushOrLog();
  }
}
