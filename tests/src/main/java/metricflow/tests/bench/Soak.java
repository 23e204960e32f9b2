package metricflow.tests.bench;

import java.io.IOException;
import java.util.Map;

/**
 * Tells every minute of a long load how fresh that minute's events were and what memory is used.
 */
final class Soak implements IngestRun.Watcher {
  private final ComponentUse use;
  private final IngestReport report;
  private final int planned;
  private final Map<String, Long> memoryAtStart;
  private IngestRun run;
  private int minutes;
  private long acknowledged;
  private double seconds;
  private int redisMark;
  private int deltaMark;

  /** A soak of {@code planned} minutes that begins now. */
  Soak(int planned, ComponentUse use, IngestReport report) throws IOException {
    this.planned = planned;
    this.use = use;
    this.report = report;
    this.memoryAtStart = use.residentMebibytes();
  }

  @Override
  public void look(IngestRun underWay) throws IOException {
    run = underWay;
    // The last minute is told when all its events were seen.
    if (minutes + 1 < planned && run.seconds() >= 60 * (minutes + 1)) {
      lastMinute();
    }
    Progress.show("minute %d: %,d sent", minutes + 1, run.acknowledged());
  }

  /** Tells the minute that is over, or what there is of it. */
  void lastMinute() throws IOException {
    double now = Math.min(run.seconds(), 60.0 * planned);
    if (run.inRedis().mark() == redisMark || run.inDelta().mark() == deltaMark) {
      return;
    }
    Progress.done();
    report.minute(
        ++minutes,
        (run.acknowledged() - acknowledged) / (now - seconds),
        run.inRedis().percentiles(redisMark),
        run.inDelta().percentiles(deltaMark),
        use.residentMebibytes());
    acknowledged = run.acknowledged();
    seconds = now;
    redisMark = run.inRedis().mark();
    deltaMark = run.inDelta().mark();
  }

  void memory() throws IOException {
    report.memory(memoryAtStart, use.residentMebibytes());
  }
}
