package metricflow.tests.simulation;

import java.util.concurrent.atomic.LongAdder;

/** What has become of the events sent: {@code sent = accepted + rejected + in flight}. */
final class SendingTotals {
  private final LongAdder sent = new LongAdder();
  private final LongAdder accepted = new LongAdder();
  private final LongAdder rejected = new LongAdder();
  private final LongAdder retries = new LongAdder();
  private volatile int lastRefusal;

  void sent(int events) {
    sent.add(events);
  }

  void answered(int acceptedEvents, int rejectedEvents) {
    accepted.add(acceptedEvents);
    rejected.add(rejectedEvents);
  }

  /** The whole batch came back with a status that is not worth a retry. */
  void refused(int events, int status) {
    rejected.add(events);
    lastRefusal = status;
  }

  void retried() {
    retries.increment();
  }

  long accepted() {
    return accepted.sum();
  }

  /** One line for people; {@code rate} is in accepted events per second. */
  String line(double rate) {
    return "sent %d, accepted %d, rejected %d, retries %d, %.1f events/s%s"
        .formatted(
            sent.sum(),
            accepted.sum(),
            rejected.sum(),
            retries.sum(),
            rate,
            lastRefusal == 0 ? "" : ", last refusal " + lastRefusal);
  }
}
