package metricflow.trino.timeline;

import static io.trino.spi.type.BigintType.BIGINT;
import static io.trino.spi.type.VarcharType.VARCHAR;

import io.airlift.slice.Slice;
import io.airlift.slice.Slices;
import io.trino.spi.block.Block;
import io.trino.spi.block.SqlMap;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * What the contexts of events are to a question: which bits of an event's mask they let stand, and
 * in which group the event counts. Contexts that mean the same have one number, their meaning, from
 * 1; 0 means that the event does not matter. A group may follow from an event's code instead.
 */
final class ContextMeanings {
  /** Contexts are not asked about. */
  static final ContextMeanings NONE = new ContextMeanings(false);

  /** First byte where contexts of events are asked about, and where groups of codes are. */
  private static final byte OF_EVENTS = 1;

  private static final byte OF_CODES = 2;
  private static final int PAIR_BYTES = 2 * Integer.BYTES;
  private static final int MEANING_BYTES = Long.BYTES + Integer.BYTES;

  private final GroupNames names = new GroupNames();
  private int[] ofContexts = {};
  private final Meanings meanings = new Meanings();
  private int[] groupsOfCodes = {};
  private final boolean ofEvents;

  private ContextMeanings(boolean ofEvents) {
    this.ofEvents = ofEvents;
  }

  /**
   * Of the contexts that have a mask.
   *
   * @param maskOf masks by context
   * @param groupOf names of groups by context; those without one are in no group
   */
  static ContextMeanings ofContexts(SqlMap maskOf, SqlMap groupOf) {
    ContextMeanings asked = new ContextMeanings(true);
    CodeMasks masks = CodeMasks.of(maskOf);
    int[] groups = asked.groups(groupOf);
    asked.ofContexts = new int[masks.masks().length];
    masks.forEach((context, mask) -> {
      int group = context < groups.length ? groups[context] : 0;
      asked.ofContexts[context] = asked.meanings.number(mask, group);
    });
    return asked;
  }

  /** Of codes: their names of groups; contexts are not asked about. */
  static ContextMeanings ofCodes(SqlMap groupOf) {
    ContextMeanings asked = new ContextMeanings(false);
    asked.groupsOfCodes = asked.groups(groupOf);
    return asked;
  }

  private int[] groups(SqlMap groupOf) {
    Block codes = groupOf.getRawKeyBlock();
    Block texts = groupOf.getRawValueBlock();
    int[] groups = {};
    for (int i = groupOf.getRawOffset(); i < groupOf.getRawOffset() + groupOf.getSize(); i++) {
      int code = CodeMasks.checked(BIGINT.getLong(codes, i));
      if (!texts.isNull(i)) {
        groups =
            code < groups.length
                ? groups
                : Arrays.copyOf(groups, Math.max(code + 1, groups.length * 2));
        groups[code] = names.number(VARCHAR.getSlice(texts, i));
      }
    }
    return groups;
  }

  /** What {@link #write} has written. */
  static ContextMeanings read(ByteBuffer bytes) {
    byte asked = bytes.get();
    if (asked == 0) {
      return NONE;
    }
    ContextMeanings read = new ContextMeanings(asked == OF_EVENTS);
    read.ofContexts = readPairs(bytes);
    for (int left = bytes.getInt(); left > 0; left--) {
      read.meanings.number(bytes.getLong(), bytes.getInt());
    }
    read.groupsOfCodes = readPairs(bytes);
    for (int left = bytes.getInt(); left > 0; left--) {
      byte[] name = new byte[checkedLength(bytes.getInt(), bytes)];
      bytes.get(name);
      read.names.number(Slices.wrappedBuffer(name));
    }
    return read;
  }

  private static int checkedLength(int length, ByteBuffer bytes) {
    if (length < 0 || length > bytes.remaining()) {
      throw new IllegalArgumentException("contexts are cut");
    }
    return length;
  }

  private static int[] readPairs(ByteBuffer bytes) {
    int[] values = new int[CodeMasks.checked(bytes.getInt())];
    for (int left = bytes.getInt(); left > 0; left--) {
      int at = bytes.getInt();
      if (at < 0 || at >= values.length) {
        throw new IllegalArgumentException("contexts are damaged");
      }
      values[at] = bytes.getInt();
    }
    return values;
  }

  int bytes() {
    if (!areAsked()) {
      return 1;
    }
    int bytes = 1 + 6 * Integer.BYTES + (meanings.size() - 1) * MEANING_BYTES;
    bytes += (pairs(ofContexts) + pairs(groupsOfCodes)) * PAIR_BYTES;
    for (int number = 1; number <= names.size(); number++) {
      bytes += Integer.BYTES + names.name(number).length();
    }
    return bytes;
  }

  private static int pairs(int[] values) {
    return (int) Arrays.stream(values).filter(value -> value != 0).count();
  }

  void write(ByteBuffer bytes) {
    bytes.put((byte) (ofEvents ? OF_EVENTS : areAsked() ? OF_CODES : 0));
    if (!areAsked()) {
      return;
    }
    writePairs(ofContexts, bytes);
    bytes.putInt(meanings.size() - 1);
    for (int meaning = 1; meaning < meanings.size(); meaning++) {
      bytes.putLong(meanings.mask(meaning)).putInt(meanings.group(meaning));
    }
    writePairs(groupsOfCodes, bytes);
    bytes.putInt(names.size());
    for (int number = 1; number <= names.size(); number++) {
      Slice name = names.name(number);
      bytes.putInt(name.length()).put(name.byteArray(), name.byteArrayOffset(), name.length());
    }
  }

  private static void writePairs(int[] values, ByteBuffer bytes) {
    bytes.putInt(values.length).putInt(pairs(values));
    for (int at = 0; at < values.length; at++) {
      if (values[at] != 0) {
        bytes.putInt(at).putInt(values[at]);
      }
    }
  }

  /** Whether contexts, or groups of codes, are asked about. */
  boolean areAsked() {
    return this != NONE;
  }

  /** Whether contexts of events are asked about. */
  boolean areOfEvents() {
    return ofEvents;
  }

  /** What a context means. */
  int of(int context) {
    return context < ofContexts.length ? ofContexts[context] : 0;
  }

  /** Which bits of an event's mask a meaning lets stand. */
  long mask(int meaning) {
    return meanings.mask(meaning);
  }

  /** The group of an event by its code; 0 is none. */
  int groupOfCode(int code) {
    return code < groupsOfCodes.length ? groupsOfCodes[code] : 0;
  }

  /** The group of an event by what its context means; 0 is none. */
  int group(int meaning) {
    return meanings.group(meaning);
  }

  /** The names of the groups. */
  GroupNames names() {
    return names;
  }

  /** How many meanings there are, that of no matter included. */
  int size() {
    return meanings.size();
  }
}
