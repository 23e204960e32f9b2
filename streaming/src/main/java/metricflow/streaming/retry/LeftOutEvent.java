package metricflow.streaming.retry;

import java.io.Serializable;
import java.util.Comparator;
import java.util.UUID;

/**
 * An event that a micro-batch leaves out of the lake because an earlier one holds it. In sets that
 * are ordered: senders choose the ids, and could choose them so that their hashes collide.
 */
public record LeftOutEvent(int projectId, UUID eventId)
    implements Comparable<LeftOutEvent>, Serializable {
  private static final Comparator<LeftOutEvent> ORDER =
      Comparator.comparingInt(LeftOutEvent::projectId).thenComparing(LeftOutEvent::eventId);

  @Override
  public int compareTo(LeftOutEvent other) {
    return ORDER.compare(this, other);
  }
}
