package metricflow.trino.timeline;

import static io.trino.spi.StandardErrorCode.INVALID_FUNCTION_ARGUMENT;

import io.trino.spi.TrinoException;
import java.nio.ByteBuffer;
import metricflow.funnel.FunnelEvents;

/**
 * What a condition on persons wants to know: it is what is left of its question, see {@link
 * PersonConditions}.
 *
 * @param least the least number of events, at least 1; 0: the latest value is asked about
 * @param most the most events
 */
public record PersonQuestion(long least, long most) {
  /** About the latest value. */
  public static final PersonQuestion LATEST = new PersonQuestion(0, 0);

  /** Bit of the mask of a context whose value meets the condition. */
  private static final long MEETS = 2;

  private static final int BYTES = 2 * Long.BYTES;

  /** That of a question; fails the query when it is another sort of question. */
  static PersonQuestion of(TimelineQuestion asked) {
    ByteBuffer rest = asked.rest();
    if (rest.remaining() != BYTES) {
      throw new TrinoException(
          INVALID_FUNCTION_ARGUMENT, "for_persons: not made by did_question or latest_question");
    }
    return new PersonQuestion(rest.getLong(), rest.getLong());
  }

  /** What {@link #of} reads. */
  public byte[] bytes() {
    return ByteBuffer.allocate(BYTES).putLong(least).putLong(most).array();
  }

  /** Whether any one event is enough. */
  public boolean isOnce() {
    return least == 1 && most == Long.MAX_VALUE;
  }

  /**
   * Who meets it.
   *
   * @param parts those that the condition is about, with the question of which this is part
   * @throws IllegalArgumentException when a part is damaged
   */
  MetPersons met(PersonTimelines parts, TimelinesReader reader) {
    MetPersons met = new MetPersons();
    if (least > 0) {
      reader.forEach(
          parts,
          events -> {
            if (isOnce() || isOften(events)) {
              met.add(reader.personKey());
            }
          });
      return met;
    }
    GroupNames names = new GroupNames();
    reader.forEach(
        parts,
        names,
        (_, events) -> {
          if (meetsLatest(events, names)) {
            met.add(reader.personKey());
          }
        });
    return met;
  }

  private boolean isOften(FunnelEvents events) {
    long count = 0;
    for (int i = 0; i < events.size(); i++) {
      count += events.sequence(i);
    }
    return least <= count && count <= most;
  }

  private static boolean meetsLatest(GroupedEvents events, GroupNames names) {
    int latest = 0;
    for (int i = 1; i < events.size(); i++) {
      if (isLater(events, names, i, latest)) {
        latest = i;
      }
    }
    return (events.mask(latest) & MEETS) != 0;
  }

  private static boolean isLater(GroupedEvents events, GroupNames names, int one, int other) {
    int order = Long.compare(events.time(one), events.time(other));
    if (order == 0) {
      order = Integer.compare(events.sequence(one), events.sequence(other));
    }
    if (order == 0) {
      order = names.name(events.group(one)).compareTo(names.name(events.group(other)));
    }
    return order > 0;
  }
}
