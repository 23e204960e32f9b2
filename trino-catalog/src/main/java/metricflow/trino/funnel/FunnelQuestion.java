package metricflow.trino.funnel;

import static io.trino.spi.StandardErrorCode.INVALID_FUNCTION_ARGUMENT;

import io.airlift.slice.Slice;
import io.airlift.slice.Slices;
import io.trino.spi.TrinoException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import metricflow.funnel.FunnelOrder;
import metricflow.funnel.FunnelRules;
import metricflow.funnel.FunnelSemantics;
import metricflow.timeline.TimelineReader;

/**
 * Everything about a funnel that is the same for all rows, as one value: rules, the time asked
 * about, the masks of a timeline's codes, and which persons are others by now. An aggregate over as
 * many arguments would take Trino three times as long to compile for each of them: it makes a loop
 * for every kind of block that each could come in.
 */
final class FunnelQuestion {
  /** First byte of an event with its mask, where a timeline has its version. */
  static final byte EVENT = 0x45;

  static final int EVENT_BYTES = 1 + Long.BYTES + Integer.BYTES + Long.BYTES;

  /** In the place of a time: persons are counted and not sessions. */
  static final long PERSONS = Long.MIN_VALUE;

  private static final int HEADER_BYTES = 4 * Long.BYTES + 3 + Integer.BYTES;
  private static final int CODE_BYTES = Integer.BYTES + Long.BYTES;

  /** Takes an event that matters. */
  interface Taker {
    void take(long time, int sequence, long mask);
  }

  private final TimelineReader reader = new TimelineReader();
  private Slice read = Slices.EMPTY_SLICE;
  private FunnelRules rules;
  private long fromMillis;
  private long beforeMillis;
  private long sessionsFromMillis;
  private CodeMasks masks = CodeMasks.NONE;
  private MovedPersons moved = MovedPersons.NONE;

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
    ByteBuffer bytes =
        ByteBuffer.allocate(
            HEADER_BYTES + masks.size() * CODE_BYTES + moved.size() * MovedPersons.BYTES);
    bytes
        .put((byte) rules.steps())
        .put((byte) rules.order().ordinal())
        .put((byte) rules.semantics().ordinal())
        .putLong(rules.windowMillis())
        .putLong(fromMillis)
        .putLong(beforeMillis)
        .putLong(sessionsFromMillis)
        .putInt(masks.size());
    masks.forEach((code, mask) -> bytes.putInt(code).putLong(mask));
    moved.write(bytes);
    return Slices.wrappedBuffer(bytes.array());
  }

  /** Takes the question of the rows that follow; nearly always that of those before. */
  void ask(Slice question) {
    boolean same =
        question.byteArray() == read.byteArray()
            && question.byteArrayOffset() == read.byteArrayOffset()
            && question.length() == read.length();
    if (same || question.equals(read)) {
      return;
    }
    try {
      ByteBuffer bytes = question.toByteBuffer();
      int steps = bytes.get();
      FunnelOrder order = FunnelOrder.values()[bytes.get()];
      FunnelSemantics semantics = FunnelSemantics.values()[bytes.get()];
      rules = new FunnelRules(steps, bytes.getLong(), order, semantics);
      fromMillis = bytes.getLong();
      beforeMillis = bytes.getLong();
      sessionsFromMillis = bytes.getLong();
      CodeMasks.Builder codes = new CodeMasks.Builder();
      for (int left = bytes.getInt(); left > 0; left--) {
        codes.put(bytes.getInt(), bytes.getLong());
      }
      masks = codes.build();
      moved = MovedPersons.read(bytes);
      // Kept as it is: the block it lies in is not written again.
      read = question;
    } catch (BufferUnderflowException | IndexOutOfBoundsException | IllegalArgumentException no) {
      throw new TrinoException(
          INVALID_FUNCTION_ARGUMENT, "funnel: not made by funnel_question", no);
    }
  }

  FunnelRules rules() {
    return rules;
  }

  /** Whether sessions are counted: then every event matters, as it may begin or prolong one. */
  boolean countsSessions() {
    return sessionsFromMillis != PERSONS;
  }

  /** The time from which on sessions begin that count. */
  long sessionsFromMillis() {
    return sessionsFromMillis;
  }

  /** The persons whose timelines are of somebody else by now. */
  MovedPersons moved() {
    return moved;
  }

  /** Hands on what a timeline, or an event on its own, holds of the time asked about. */
  void read(Slice timeline, Taker taker) {
    try {
      if (timeline.length() == EVENT_BYTES && timeline.getByte(0) == EVENT) {
        ByteBuffer event = timeline.toByteBuffer();
        event.get();
        take(event.getLong(), event.getInt(), event.getLong(), taker);
        return;
      }
      int from = timeline.byteArrayOffset();
      reader.open(timeline.byteArray(), from, from + timeline.length());
      takeAll(taker);
    } catch (IllegalArgumentException damaged) {
      throw damaged(damaged);
    }
  }

  /**
   * As {@link #read}, of a timeline that lies from {@code from} to before {@code to}. One without
   * an event that matters is not read to its end, which is most of them.
   *
   * @throws IllegalArgumentException when it is damaged
   */
  void readWhatMatters(byte[] bytes, int from, int to, Taker taker) {
    reader.open(bytes, from, to);
    if (countsSessions() || rules.concerns(0) || reader.holdsAny(masks.masks())) {
      takeAll(taker);
    }
  }

  static TrinoException damaged(IllegalArgumentException damaged) {
    return new TrinoException(
        INVALID_FUNCTION_ARGUMENT, "funnel: " + damaged.getMessage(), damaged);
  }

  private void takeAll(Taker taker) {
    while (reader.next()) {
      take(reader.time(), reader.sequence(), masks.of(reader.code()), taker);
    }
  }

  /** Hands on an event on its own, if it is of the time asked about and matters. */
  void take(long time, int sequence, long mask, Taker taker) {
    boolean matters = countsSessions() || rules.concerns(mask);
    if (matters && time >= fromMillis && time < beforeMillis) {
      taker.take(time, sequence, mask);
    }
  }
}
