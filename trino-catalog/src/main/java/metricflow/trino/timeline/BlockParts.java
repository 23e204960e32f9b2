package metricflow.trino.timeline;

import io.airlift.slice.Slice;
import java.util.List;
import java.util.OptionalLong;

/** Makes the parts of one block after another for one question. */
final class BlockParts {
  private final TimelineQuestion asked = new TimelineQuestion();
  private final PartBlockWriter left = new PartBlockWriter();
  private MatteringEvents mattering = new MatteringEvents(asked);

  /**
   * Takes the question of the blocks that follow.
   *
   * @return whether it is another
   * @throws IllegalArgumentException when it is none
   */
  boolean ask(Slice question) {
    boolean another = asked.ask(question);
    if (another) {
      mattering = new MatteringEvents(asked);
    }
    return another;
  }

  /** The question at hand. */
  TimelineQuestion asked() {
    return asked;
  }

  /**
   * What matters of a block.
   *
   * @param contexts those of its events; null where no question is about them
   * @param moved takes each event of persons who are others by now: these are of another bucket
   * @throws IllegalArgumentException when it is damaged
   */
  Slice of(Slice block, Slice contexts, List<Slice> moved) {
    open(block, contexts);
    while (mattering.nextPerson()) {
      OptionalLong target = asked.moved().target(mattering.personKey());
      if (target.isPresent()) {
        addEvents(target.getAsLong(), moved);
      } else {
        mattering.write(left);
      }
    }
    return left.finish(block.getByte(1), mattering.meanings());
  }

  private void open(Slice block, Slice contexts) {
    boolean inContexts = asked.contexts().areOfEvents();
    if (inContexts && contexts == null) {
      throw new IllegalArgumentException("a block without contexts");
    }
    int from = block.byteArrayOffset();
    mattering.open(block.byteArray(), from, from + block.length());
    if (inContexts) {
      int runs = contexts.byteArrayOffset();
      mattering.openContexts(contexts.byteArray(), runs, runs + contexts.length());
    }
  }

  private void addEvents(long personKey, List<Slice> parts) {
    EventMeanings meanings = mattering.meanings();
    mattering.forEach((time, sequence, meaning) ->
        parts.add(
            TimelinePart.event(
                personKey, time, sequence, meanings.mask(meaning), meanings.groupName(meaning))));
  }
}
