package metricflow.api.collect;

import java.util.List;
import metricflow.event.Verdict;

/**
 * What became of a batch, once it is stored.
 *
 * @param receivedAt collector clock at receipt, epoch milliseconds
 * @param verdicts one per event, in the order they were sent
 */
record Receipt(long receivedAt, List<Verdict> verdicts) {

  int accepted() {
    return (int) verdicts.stream().filter(Verdict.Accepted.class::isInstance).count();
  }

  int rejected() {
    return verdicts.size() - accepted();
  }

  /** Whether events were sent of which none could be used. */
  boolean nothingAccepted() {
    return !verdicts.isEmpty() && accepted() == 0;
  }
}
