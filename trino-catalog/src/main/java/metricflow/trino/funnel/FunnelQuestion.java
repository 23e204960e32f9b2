package metricflow.trino.funnel;

import static io.trino.spi.StandardErrorCode.INVALID_FUNCTION_ARGUMENT;

import io.airlift.slice.Slice;
import io.trino.spi.TrinoException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import metricflow.funnel.FunnelOrder;
import metricflow.funnel.FunnelRules;
import metricflow.funnel.FunnelSemantics;
import metricflow.trino.timeline.CodeMasks;
import metricflow.trino.timeline.Intervals;
import metricflow.trino.timeline.Matters;
import metricflow.trino.timeline.MovedPersons;
import metricflow.trino.timeline.TimelineQuestion;

/** A {@link TimelineQuestion} about a funnel: its rules, and whether persons or sessions count. */
final class FunnelQuestion {
  /** First byte of an event with its mask, where a timeline has its version. */
  static final byte EVENT = 0x45;

  static final int EVENT_BYTES = 1 + Long.BYTES + Integer.BYTES + Long.BYTES;

  /** In the place of a time: persons are counted and not sessions. */
  static final long PERSONS = Long.MIN_VALUE;

  private static final int RULES_BYTES = 3 + 2 * Long.BYTES;

  private final TimelineQuestion question = new TimelineQuestion();
  private final TimelineQuestion.Taker concerned = this::hand;
  private FunnelRules rules;
  private TimelineQuestion.Taker taker;

  /**
   * The question as bytes.
   *
   * @param sessionsFromMillis sessions are counted that begin then or later; or {@link #PERSONS}
   */
  static Slice bytes(
      FunnelRules rules,
      long fromMillis,
      long beforeMillis,
      long sessionsFromMillis,
      CodeMasks masks,
      MovedPersons moved) {
    ByteBuffer rest = ByteBuffer.allocate(RULES_BYTES);
    rest.put((byte) rules.steps())
        .put((byte) rules.order().ordinal())
        .put((byte) rules.semantics().ordinal())
        .putLong(rules.windowMillis())
        .putLong(sessionsFromMillis);
    // In strict order any event may end a path, and any may begin a session or prolong one.
    Matters ofOthers = sessionsFromMillis == PERSONS ? Matters.MASKED : Matters.SESSIONS;
    Matters matters = rules.concerns(0) ? Matters.EVERY : ofOthers;
    return TimelineQuestion.bytes(
        matters, fromMillis, beforeMillis, masks, moved, Intervals.ONE, rest.array());
  }

  /** The rules, after which {@code rest} has the time from which on sessions count. */
  static FunnelRules rules(ByteBuffer rest) {
    try {
      int steps = rest.get();
      FunnelOrder order = FunnelOrder.values()[rest.get()];
      FunnelSemantics semantics = FunnelSemantics.values()[rest.get()];
      return new FunnelRules(steps, rest.getLong(), order, semantics);
    } catch (BufferUnderflowException | IndexOutOfBoundsException | IllegalArgumentException no) {
      throw notMade(no);
    }
  }

  private static TrinoException notMade(RuntimeException cause) {
    return new TrinoException(
        INVALID_FUNCTION_ARGUMENT, "funnel: not made by funnel_question", cause);
  }

  /** Takes the question of the rows that follow; nearly always that of those before. */
  void ask(Slice asked) {
    try {
      if (question.ask(asked)) {
        rules = rules(question.rest());
      }
    } catch (IllegalArgumentException no) {
      throw notMade(no);
    }
  }

  FunnelRules rules() {
    return rules;
  }

  /** Hands on what a timeline, or an event on its own, holds of the time asked about. */
  void read(Slice timeline, TimelineQuestion.Taker events) {
    taker = events;
    try {
      if (timeline.length() == EVENT_BYTES && timeline.getByte(0) == EVENT) {
        ByteBuffer event = timeline.toByteBuffer();
        event.get();
        question.take(event.getLong(), event.getInt(), event.getLong(), concerned);
        return;
      }
      int from = timeline.byteArrayOffset();
      question.read(timeline.byteArray(), from, from + timeline.length(), concerned);
    } catch (IllegalArgumentException damaged) {
      throw new TrinoException(
          INVALID_FUNCTION_ARGUMENT, "funnel: " + damaged.getMessage(), damaged);
    }
  }

  private void hand(long time, int sequence, long mask) {
    if (rules.concerns(mask)) {
      taker.take(time, sequence, mask);
    }
  }
}
