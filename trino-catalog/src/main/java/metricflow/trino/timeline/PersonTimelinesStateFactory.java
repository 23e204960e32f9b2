package metricflow.trino.timeline;

import io.airlift.slice.Slice;
import io.trino.spi.function.AccumulatorState;
import io.trino.spi.function.AccumulatorStateFactory;
import io.trino.spi.function.GroupedAccumulatorState;
import java.nio.BufferUnderflowException;
import java.util.Arrays;
import java.util.function.Consumer;
import metricflow.funnel.FunnelEvents;

/** Makes the states of aggregates over blocks of timelines. */
public final class PersonTimelinesStateFactory
    implements AccumulatorStateFactory<PersonTimelinesState> {
  @Override
  public PersonTimelinesState createSingleState() {
    return new Single();
  }

  @Override
  public PersonTimelinesState createGroupedState() {
    return new Grouped();
  }

  /** What the states of one group and of many have in common: all but which group is at hand. */
  private abstract static class Gathered implements PersonTimelinesState {
    private final TimelineQuestion asked = new TimelineQuestion();

    /** Of the group at hand. */
    abstract PersonTimelines timelines();

    @Override
    public void add(Slice question, Slice part) {
      try {
        asked.ask(question);
        timelines().add(question, asked, part);
      } catch (IllegalArgumentException damaged) {
        throw TimelineQuestion.failed(damaged);
      } catch (BufferUnderflowException cut) {
        throw TimelineQuestion.failed(new IllegalArgumentException("a part is cut", cut));
      }
    }

    @Override
    public TimelineQuestion question() {
      Slice question = timelines().question();
      if (question == null) {
        return null;
      }
      asked.ask(question);
      return asked;
    }

    @Override
    public void forEachPerson(Consumer<FunnelEvents> person) {
      try {
        timelines().forEach(question(), person);
      } catch (IllegalArgumentException damaged) {
        throw TimelineQuestion.failed(damaged);
      }
    }
  }

  private static final class Single extends Gathered {
    private final PersonTimelines timelines = new PersonTimelines();

    @Override
    PersonTimelines timelines() {
      return timelines;
    }

    @Override
    public AccumulatorState copy() {
      Single copy = new Single();
      copy.timelines.addAll(timelines);
      return copy;
    }

    @Override
    public long getEstimatedSize() {
      return timelines.retainedBytes();
    }
  }

  private static final class Grouped extends Gathered implements GroupedAccumulatorState {
    private PersonTimelines[] groups = {};
    private int group;
    private long retainedBytes;

    @Override
    public void setGroupId(int groupId) {
      group = groupId;
    }

    @Override
    public void ensureCapacity(int size) {
      if (size > groups.length) {
        groups = Arrays.copyOf(groups, Math.max(size, groups.length * 2));
      }
    }

    @Override
    PersonTimelines timelines() {
      if (groups[group] == null) {
        groups[group] = new PersonTimelines();
        retainedBytes += groups[group].retainedBytes();
      }
      return groups[group];
    }

    @Override
    public void add(Slice question, Slice part) {
      PersonTimelines timelines = timelines();
      long before = timelines.retainedBytes();
      super.add(question, part);
      retainedBytes += timelines.retainedBytes() - before;
    }

    @Override
    public long getEstimatedSize() {
      return retainedBytes + (long) groups.length * Integer.BYTES;
    }
  }
}
