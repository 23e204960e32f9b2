package metricflow.tests.exactlyonce;

import java.util.BitSet;
import java.util.UUID;
import metricflow.tests.instance.Project;

/**
 * What the sender of a project's events knows of them. Events are numbered from 0.
 *
 * @param accepted numbers acknowledged as accepted
 * @param rejected numbers acknowledged as rejected
 * @param unanswered numbers that may or may not have arrived
 * @param repeated numbers sent more than once, for whatever reason
 */
record Sent(Project project, BitSet accepted, BitSet rejected, BitSet unanswered, BitSet repeated) {

  static Sent nothing(Project project) {
    return new Sent(project, new BitSet(), new BitSet(), new BitSet(), new BitSet());
  }

  /** The id of the event with a number. */
  static UUID eventId(Project project, int number) {
    return new UUID(project.id(), number);
  }

  /** The number of the event with an id. */
  static long number(UUID eventId) {
    return eventId.getLeastSignificantBits();
  }
}
