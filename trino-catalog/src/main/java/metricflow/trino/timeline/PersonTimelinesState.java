package metricflow.trino.timeline;

import io.airlift.slice.Slice;
import io.trino.spi.function.AccumulatorStateMetadata;
import java.nio.BufferUnderflowException;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Supplier;
import metricflow.funnel.FunnelEvents;
import metricflow.trino.group.GroupState;

/**
 * The timelines of the group at hand, which is a bucket of persons. It never travels: all parts of
 * a bucket go to one worker, and are read there.
 */
@AccumulatorStateMetadata(
    stateFactoryClass = PersonTimelinesStateFactory.class,
    stateSerializerClass = PersonTimelinesStateSerializer.class)
public interface PersonTimelinesState extends GroupState<PersonTimelines> {
  /** Reads the timelines of all groups. */
  TimelinesReader reader();

  /** Adds a part. */
  default void add(Slice part) {
    PersonTimelines timelines = get();
    if (timelines == null) {
      timelines = new PersonTimelines();
      set(timelines);
    }
    try {
      grew(timelines.add(part));
    } catch (IllegalArgumentException refused) {
      throw TimelineQuestion.failed(refused);
    } catch (BufferUnderflowException cut) {
      throw TimelineQuestion.failed(new IllegalArgumentException("a part is cut", cut));
    }
  }

  /** What is asked about the group; null when nothing was added. */
  default TimelineQuestion question() {
    return read(() -> reader().question(get()));
  }

  /** Hands on what matters of each person of the group, to be read at once. */
  default void forEachPerson(Consumer<FunnelEvents> person) {
    read(() -> {
      reader().forEach(get(), person);
      return null;
    });
  }

  /**
   * The same with the groups of the events.
   *
   * @param names of groups, to which those of the events come
   */
  default void forEachPerson(GroupNames names, BiConsumer<FunnelEvents, GroupedEvents> person) {
    read(() -> {
      reader().forEach(get(), names, person);
      return null;
    });
  }

  private static <T> T read(Supplier<T> reading) {
    try {
      return reading.get();
    } catch (IllegalArgumentException damaged) {
      throw TimelineQuestion.failed(damaged);
    }
  }
}
