package metricflow.tests.simulation;

import java.io.IOException;
import java.io.OutputStream;
import java.time.Instant;

/** Simulated history for benchmarks: the events {@code VisitorsMain history} writes. */
public final class Histories {
  private Histories() {}

  /**
   * Writes native events, one JSON object a line; the same arguments give the same bytes.
   *
   * @param until end of the history
   * @param days its length
   * @param eventsPerDay mean over all days, approximately
   * @return number of events
   */
  public static long write(Instant until, int days, long eventsPerDay, long seed, OutputStream out)
      throws IOException {
    return new HistoryCommand(until, days, eventsPerDay, seed).write(out);
  }
}
