package metricflow.trino.timeline;

import io.airlift.slice.Slice;
import io.trino.spi.function.AccumulatorStateMetadata;
import java.nio.BufferUnderflowException;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
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
  /** The question read last, of whichever group. */
  TimelineQuestion asked();

  /** Adds a part. */
  default void add(Slice part) {
    PersonTimelines timelines = get();
    if (timelines == null) {
      timelines = new PersonTimelines();
      set(timelines);
    }
    try {
      grew(timelines.add(part));
    } catch (IllegalArgumentException another) {
      throw TimelineQuestion.failed(another);
    } catch (BufferUnderflowException cut) {
      throw TimelineQuestion.failed(new IllegalArgumentException("a part is cut", cut));
    }
  }

  /** What is asked about the group; null when nothing was added. */
  default TimelineQuestion question() {
    try {
      if (get() == null || get().question() == null) {
        return null;
      }
      asked().ask(get().question());
      return asked();
    } catch (IllegalArgumentException none) {
      throw TimelineQuestion.failed(none);
    }
  }

  /** Hands on what matters of each person of the group, to be read at once. */
  default void forEachPerson(Consumer<FunnelEvents> person) {
    reading(() -> get().forEach(question(), person));
  }

  /**
   * The same with the groups of the events.
   *
   * @param names the groups of {@link #groupNames}, to which others come
   */
  default void forEachPerson(GroupNames names, BiConsumer<FunnelEvents, GroupedEvents> person) {
    reading(() -> get().forEach(question(), names, person));
  }

  /** The groups that the question knows. */
  default GroupNames groupNames() {
    TimelineQuestion question = question();
    return question == null ? new GroupNames() : new GroupNames(question.contexts().names());
  }

  private static void reading(Runnable persons) {
    try {
      persons.run();
    } catch (IllegalArgumentException damaged) {
      throw TimelineQuestion.failed(damaged);
    } catch (BufferUnderflowException cut) {
      throw TimelineQuestion.failed(new IllegalArgumentException("a part is cut", cut));
    }
  }
}
