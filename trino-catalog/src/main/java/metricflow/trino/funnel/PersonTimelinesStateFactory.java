package metricflow.trino.funnel;

import io.airlift.slice.Slice;
import io.trino.spi.function.AccumulatorState;
import io.trino.spi.function.AccumulatorStateFactory;
import io.trino.spi.function.GroupedAccumulatorState;
import java.nio.BufferUnderflowException;
import java.util.Arrays;
import java.util.function.Consumer;
import metricflow.funnel.FunnelMatcher;

/** Makes the states of {@link FunnelCountsAggregation} and {@link FunnelPathsAggregation}. */
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
    private final FunnelCounter counter = new FunnelCounter();
    private final FunnelQuestion asked = new FunnelQuestion();

    /** Of the group at hand. */
    abstract PersonTimelines timelines();

    @Override
    public void add(Slice question, Slice part) {
      asked.ask(question);
      try {
        timelines().add(question, asked, part);
      } catch (IllegalArgumentException damaged) {
        throw FunnelQuestion.damaged(damaged);
      } catch (BufferUnderflowException cut) {
        throw FunnelQuestion.damaged(new IllegalArgumentException("a part is cut", cut));
      }
    }

    @Override
    public int match(Consumer<FunnelMatcher> reached) {
      PersonTimelines timelines = timelines();
      if (timelines.question() == null) {
        return 0;
      }
      asked.ask(timelines.question());
      try {
        timelines.match(asked, counter.matcher(asked.rules()), reached);
      } catch (IllegalArgumentException damaged) {
        throw FunnelQuestion.damaged(damaged);
      }
      return asked.rules().steps();
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
