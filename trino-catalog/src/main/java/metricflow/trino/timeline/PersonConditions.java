package metricflow.trino.timeline;

import io.airlift.slice.Slice;
import io.airlift.slice.Slices;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * What of persons counts, by the conditions they meet.
 *
 * @param questions a question for each condition, at most {@link #MOST}, which says as its rest
 *     what {@link PersonQuestion} is
 * @param masks which bits of the mask of an event count of those persons who meet just the
 *     conditions that are bits of the index; 0 where nothing does
 */
public record PersonConditions(List<Slice> questions, long[] masks) {
  /** As many have 64 ways to be met or not, and each has a mask. */
  public static final int MOST = 6;

  /** All that is asked about counts of all persons. */
  static final PersonConditions NONE = new PersonConditions(List.of(), new long[] {-1});

  /** Keeps its own copy. */
  public PersonConditions {
    questions = List.copyOf(questions);
  }

  /** What {@link #write} has written. */
  static PersonConditions read(ByteBuffer bytes) {
    int count = bytes.get();
    if (count == 0) {
      return NONE;
    }
    if (count < 0 || count > MOST) {
      throw new IllegalArgumentException("conditions on persons are damaged");
    }
    long[] masks = new long[1 << count];
    for (int met = 0; met < masks.length; met++) {
      masks[met] = bytes.getLong();
    }
    List<Slice> questions = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      int length = bytes.getInt();
      if (length < 0 || length > bytes.remaining()) {
        throw new IllegalArgumentException("conditions on persons are cut");
      }
      byte[] question = new byte[length];
      bytes.get(question);
      questions.add(Slices.wrappedBuffer(question));
    }
    return new PersonConditions(questions, masks);
  }

  int bytes() {
    return questions.isEmpty()
        ? 1
        : 1
            + masks.length * Long.BYTES
            + questions.stream().mapToInt(one -> Integer.BYTES + one.length()).sum();
  }

  void write(ByteBuffer bytes) {
    bytes.put((byte) questions.size());
    if (!questions.isEmpty()) {
      for (long mask : masks) {
        bytes.putLong(mask);
      }
    }
    for (Slice question : questions) {
      bytes.putInt(question.length());
      bytes.put(question.byteArray(), question.byteArrayOffset(), question.length());
    }
  }

  /** The same as those need them who are given what events are to them. */
  PersonConditions withoutCodes() {
    return new PersonConditions(
        questions.stream().map(one -> TimelineQuestion.of(one).withoutCodes()).toList(), masks);
  }

  /** Who of a bucket meets a condition. */
  MetPersons met(int condition, PersonTimelines bucket, TimelinesReader reader) {
    PersonTimelines parts = bucket.condition(condition, questions.get(condition));
    return PersonQuestion.of(reader.question(parts)).met(parts, reader);
  }

  /** What counts of a person who meets just the conditions that are bits of {@code met}. */
  long mask(int met) {
    return masks[met];
  }
}
