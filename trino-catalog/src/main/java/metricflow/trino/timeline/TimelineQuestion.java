package metricflow.trino.timeline;

import static io.trino.spi.StandardErrorCode.INVALID_FUNCTION_ARGUMENT;

import io.airlift.slice.Slice;
import io.airlift.slice.Slices;
import io.trino.spi.TrinoException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import metricflow.timeline.TimelineReader;

/**
 * What is the same for all rows that functions over timelines are given, as one value: the time
 * asked about, the masks of codes, which persons are others by now, and what the function itself
 * wants to know. An aggregate over as many arguments would take Trino three times as long to
 * compile for each of them: it makes a loop for every kind of block that each could come in.
 */
public final class TimelineQuestion {
  private static final int HEADER_BYTES = 1 + 2 * Long.BYTES + 2 * Integer.BYTES;
  private static final int CODE_BYTES = Integer.BYTES + Long.BYTES;

  /** Takes an event that matters. */
  public interface Taker {
    /** Takes it; the time is epoch milliseconds. */
    void take(long time, int sequence, long mask);
  }

  private final TimelineReader reader = new TimelineReader();
  private Slice read = Slices.EMPTY_SLICE;
  private Matters matters = Matters.EVERY;
  private long fromMillis;
  private long beforeMillis;
  private CodeMasks masks = CodeMasks.NONE;
  private MovedPersons moved = MovedPersons.NONE;

  /** Keys of who moved persons are, ascending. */
  private long[] targets = {};

  private Intervals intervals = Intervals.ONE;
  private ContextMeanings contexts = ContextMeanings.NONE;
  private PersonConditions persons = PersonConditions.NONE;
  private ByteBuffer rest = ByteBuffer.allocate(0);

  /**
   * The question as bytes.
   *
   * @param fromMillis events that happened earlier do not count
   * @param beforeMillis nor those of then and later
   * @param intervals what {@link Matters#ONCE_AN_INTERVAL} is about
   * @param rest what the function itself wants to know
   */
  public static Slice bytes(
      Matters matters,
      long fromMillis,
      long beforeMillis,
      CodeMasks masks,
      MovedPersons moved,
      Intervals intervals,
      byte[] rest) {
    return bytes(
        matters,
        fromMillis,
        beforeMillis,
        masks,
        moved,
        intervals,
        ContextMeanings.NONE,
        PersonConditions.NONE,
        rest);
  }

  private static Slice bytes(
      Matters matters,
      long fromMillis,
      long beforeMillis,
      CodeMasks masks,
      MovedPersons moved,
      Intervals intervals,
      ContextMeanings contexts,
      PersonConditions persons,
      byte[] rest) {
    ByteBuffer bytes =
        ByteBuffer.allocate(
            HEADER_BYTES
                + masks.size() * CODE_BYTES
                + moved.size() * MovedPersons.BYTES
                + intervals.bytes()
                + contexts.bytes()
                + persons.bytes()
                + rest.length);
    bytes
        .put((byte) matters.ordinal())
        .putLong(fromMillis)
        .putLong(beforeMillis)
        .putInt(masks.size());
    masks.forEach((code, mask) -> bytes.putInt(code).putLong(mask));
    moved.write(bytes);
    intervals.write(bytes);
    contexts.write(bytes);
    persons.write(bytes);
    bytes.put(rest);
    return Slices.wrappedBuffer(bytes.array());
  }

  /**
   * Takes the question of the rows that follow; nearly always that of those before.
   *
   * @return whether it is another
   * @throws IllegalArgumentException when it is none
   */
  public boolean ask(Slice question) {
    if (same(question, read)) {
      return false;
    }
    try {
      ByteBuffer bytes = question.toByteBuffer();
      matters = matters(bytes.get());
      fromMillis = bytes.getLong();
      beforeMillis = bytes.getLong();
      CodeMasks.Builder codes = new CodeMasks.Builder();
      for (int left = bytes.getInt(); left > 0; left--) {
        codes.put(bytes.getInt(), bytes.getLong());
      }
      masks = codes.build();
      moved = MovedPersons.read(bytes);
      targets = moved.targets().clone();
      Arrays.sort(targets);
      intervals = Intervals.read(bytes);
      contexts = ContextMeanings.read(bytes);
      persons = PersonConditions.read(bytes);
      rest = bytes.slice();
      // Kept as it is: the block it lies in is not written again.
      read = question;
      return true;
    } catch (BufferUnderflowException cut) {
      throw new IllegalArgumentException("a question is cut", cut);
    }
  }

  private static Matters matters(byte ordinal) {
    Matters[] all = Matters.values();
    if (ordinal < 0 || ordinal >= all.length) {
      throw new IllegalArgumentException("not a question about timelines");
    }
    return all[ordinal];
  }

  /** Whether they are equal; those of one block are without a look at all their bytes. */
  static boolean same(Slice a, Slice b) {
    boolean one =
        a.byteArray() == b.byteArray()
            && a.byteArrayOffset() == b.byteArrayOffset()
            && a.length() == b.length();
    return one || a.equals(b);
  }

  /** The question at hand as those need it who are given what events are to it. */
  Slice withoutCodes() {
    return bytes(CodeMasks.NONE, MovedPersons.NONE, ContextMeanings.NONE, persons.withoutCodes());
  }

  /** The question at hand with another meaning of contexts. */
  Slice with(ContextMeanings contexts) {
    return bytes(masks, moved, contexts, persons);
  }

  /**
   * The question about those persons alone who meet some conditions; fails the query when one of
   * these is none.
   */
  public static Slice of(Slice question, PersonConditions persons) {
    TimelineQuestion asked = of(question);
    persons.questions().forEach(one -> PersonQuestion.of(of(one)));
    return asked.bytes(asked.masks, asked.moved, asked.contexts, persons);
  }

  /** A question; fails the query when it is none. */
  static TimelineQuestion of(Slice question) {
    TimelineQuestion asked = new TimelineQuestion();
    try {
      asked.ask(question);
    } catch (IllegalArgumentException damaged) {
      throw failed(damaged);
    }
    return asked;
  }

  private Slice bytes(
      CodeMasks masks, MovedPersons moved, ContextMeanings contexts, PersonConditions persons) {
    byte[] own = new byte[rest.remaining()];
    rest.duplicate().get(own);
    return bytes(
        matters, fromMillis, beforeMillis, masks, moved, intervals, contexts, persons, own);
  }

  /** What the contexts of events mean, and in which groups they count. */
  ContextMeanings contexts() {
    return contexts;
  }

  /** Which persons count. */
  PersonConditions persons() {
    return persons;
  }

  /** What the function itself wants to know. */
  public ByteBuffer rest() {
    return rest.duplicate();
  }

  /** Whether somebody is the person with that key by now whose timelines are elsewhere. */
  boolean isTarget(long personKey) {
    return targets.length > 0 && Arrays.binarySearch(targets, personKey) >= 0;
  }

  MovedPersons moved() {
    return moved;
  }

  /**
   * Hands on what matters of a timeline that lies from {@code from} to before {@code to}. One
   * without such an event is not read to its end, which is most of them.
   *
   * @throws IllegalArgumentException when it is damaged
   */
  public void read(byte[] bytes, int from, int to, Taker taker) {
    reader.open(bytes, from, to);
    if (matters.takesUnmasked() || reader.holdsAny(masks.masks())) {
      while (reader.next()) {
        take(reader.time(), reader.sequence(), masks.of(reader.code()), taker);
      }
    }
  }

  Matters matters() {
    return matters;
  }

  /** How the time is cut. */
  public Intervals intervals() {
    return intervals;
  }

  /** The masks of codes; further codes have none. */
  long[] masks() {
    return masks.masks();
  }

  /** Whether an event on its own is of the time asked about and matters. */
  boolean counts(long time, long mask) {
    return (mask != 0 || matters.takesUnmasked()) && isOfTime(time);
  }

  /** Whether it is of the time asked about. */
  boolean isOfTime(long time) {
    return time >= fromMillis && time < beforeMillis;
  }

  /** Hands on an event on its own, if it is of the time asked about and matters. */
  public void take(long time, int sequence, long mask, Taker taker) {
    if (counts(time, mask)) {
      taker.take(time, sequence, mask);
    }
  }

  /** How a query fails whose values are none of ours. */
  static TrinoException failed(IllegalArgumentException damaged) {
    return new TrinoException(
        INVALID_FUNCTION_ARGUMENT, "timelines: " + damaged.getMessage(), damaged);
  }
}
