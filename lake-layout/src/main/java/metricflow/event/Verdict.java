package metricflow.event;

import metricflow.problem.Problem;

/** What became of one event of a batch. */
public sealed interface Verdict {

  /** The event is good. */
  record Accepted(Event event) implements Verdict {}

  /**
   * The event cannot be used.
   *
   * @param eventId the id as sent, or null
   * @param problem why, and what to do about it
   * @param payload the event as sent, an {@link Excerpt} of {@link
   *     EventLimits#maxRejectedPayloadBytes()}
   */
  record Rejected(String eventId, Problem problem, String payload) implements Verdict {}
}
