package metricflow.tests.exactlyonce;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import metricflow.config.CrashPoint;

/** A way for the streaming job to die. */
sealed interface Death {
  /** By itself, at a point of the n-th micro-batch after its start. */
  record AtPoint(CrashPoint point, int microBatch) implements Death {}

  /** Killed some time after it was ready. */
  record AtRandom(Duration afterReady) implements Death {}

  /** Killed some time after its launch, most likely while it starts or repeats a micro-batch. */
  record WhileStarting(Duration afterLaunch) implements Death {}

  /** Killed between two micro-batches, and then the checkpoint forgets that the last was done. */
  record LastCommitForgotten() implements Death {}

  /** Killed some time after another component was killed and started again. */
  record AfterThatOf(String component, Duration afterReady) implements Death {}

  /** The random kill that falls into a start: every so many. */
  int WHILE_STARTING_EVERY = 3;

  int LONGEST_RUN_MILLIS = 4_000;
  int LONGEST_START_MILLIS = 12_000;

  /** All deaths of a run, in random order. */
  static List<Death> plan(Settings settings) {
    Random random = new Random(settings.seed());
    List<Death> deaths = new ArrayList<>();
    for (int microBatch : settings.microBatches()) {
      for (CrashPoint point : CrashPoint.values()) {
        deaths.add(new AtPoint(point, microBatch));
      }
      deaths.add(new LastCommitForgotten());
    }
    for (int kill = 1; kill <= settings.randomKills(); kill++) {
      deaths.add(
          kill % WHILE_STARTING_EVERY == 0
              ? new WhileStarting(Duration.ofMillis(random.nextInt(LONGEST_START_MILLIS)))
              : new AtRandom(Duration.ofMillis(random.nextInt(LONGEST_RUN_MILLIS))));
    }
    for (String component : settings.also()) {
      deaths.add(new AfterThatOf(component, Duration.ofMillis(random.nextInt(LONGEST_RUN_MILLIS))));
    }
    Collections.shuffle(deaths, random);
    return deaths;
  }

  /** The death in words. */
  default String label() {
    return switch (this) {
      case AtPoint(CrashPoint point, int microBatch) ->
          "at %s of micro-batch %d".formatted(point, microBatch);
      case AtRandom(Duration afterReady) -> "%d ms after ready".formatted(afterReady.toMillis());
      case WhileStarting(Duration afterLaunch) ->
          "%d ms after launch".formatted(afterLaunch.toMillis());
      case LastCommitForgotten() -> "between micro-batches, last commit forgotten";
      case AfterThatOf(String component, Duration afterReady) ->
          "%d ms after a kill of %s".formatted(afterReady.toMillis(), component);
    };
  }
}
