package metricflow.trino.timeline;

import io.airlift.slice.Slice;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import metricflow.funnel.FunnelEvents;
import metricflow.timeline.TimelineBlockReader;
import metricflow.trino.timeline.PersonTimelines.Loose;

/**
 * Reads the timelines of one bucket after another: all events of a person together, once. What it
 * needs for that it keeps from bucket to bucket.
 */
public final class TimelinesReader {
  private final TimelineQuestion asked = new TimelineQuestion();
  private final List<PartBlock> readers = new ArrayList<>();
  private final PersonDays days = new PersonDays();
  private final FunnelEvents events = new FunnelEvents();
  private final GroupedEvents grouped = new GroupedEvents();

  /** Reads what is asked about persons; null until that is. */
  private TimelinesReader ofConditions;

  private long personKey;

  /** Which bits of the masks of the person's events count, and whether events without any do. */
  private long personMask;

  private boolean unmasked;

  /**
   * What is asked about a bucket.
   *
   * @return null when it has nothing
   * @throws IllegalArgumentException when it has parts, and no question that is one
   */
  TimelineQuestion question(PersonTimelines bucket) {
    if (bucket == null || bucket.question() == null) {
      return null;
    }
    asked.ask(bucket.question());
    return asked;
  }

  /**
   * Hands on what matters of each person, all days together. It is forgotten when the next person
   * comes.
   *
   * @throws IllegalArgumentException when a part is damaged
   */
  void forEach(PersonTimelines bucket, Consumer<FunnelEvents> person) {
    read(bucket, new GroupNames(), null, () -> person.accept(events));
  }

  /**
   * The same with the group of each event.
   *
   * @param names of the groups, to which those of the bucket come
   */
  void forEach(
      PersonTimelines bucket, GroupNames names, BiConsumer<FunnelEvents, GroupedEvents> person) {
    read(bucket, names, grouped, () -> person.accept(events, grouped));
  }

  /** Groups are left out where {@code groups} is null. */
  private void read(
      PersonTimelines bucket, GroupNames names, GroupedEvents groups, Runnable person) {
    question(bucket);
    CountedPersons counted = counted(bucket);
    unmasked = asked.matters().takesUnmasked();
    List<PartBlock> parts = open(bucket.blocks(), names);
    LooseEvents loose = new LooseEvents(bucket.loose());
    days.lay(parts, loose.keys());
    int at = 0;
    while (at < days.size()) {
      personKey = days.key(at);
      events.clear();
      if (groups != null) {
        groups.clear();
      }
      personMask = counted.mask(personKey);
      for (; at < days.size() && days.key(at) == personKey; at++) {
        if (personMask == 0) {
          continue;
        }
        if (days.block(at) < parts.size()) {
          take(parts.get(days.block(at)), days.person(at), groups);
        } else {
          take(loose.ofPerson(days.person(at)), names, groups);
        }
      }
      if (events.size() > 0) {
        person.run();
      }
    }
  }

  private CountedPersons counted(PersonTimelines bucket) {
    PersonConditions persons = asked.persons();
    if (ofConditions == null && !persons.questions().isEmpty()) {
      ofConditions = new TimelinesReader();
    }
    return new CountedPersons(persons, bucket, ofConditions);
  }

  /** The key of the person who was handed on. */
  public long personKey() {
    return personKey;
  }

  private List<PartBlock> open(List<Slice> blocks, GroupNames names) {
    while (readers.size() < blocks.size()) {
      readers.add(new PartBlock());
    }
    List<PartBlock> parts = readers.subList(0, blocks.size());
    for (int i = 0; i < blocks.size(); i++) {
      parts.get(i).open(blocks.get(i), names);
    }
    // A person's days come in their order, and need not be put into it.
    parts.sort(Comparator.comparingLong(part -> part.events().start()));
    return parts;
  }

  private void take(PartBlock part, int person, GroupedEvents groups) {
    TimelineBlockReader read = part.events();
    read.goTo(person);
    while (read.next()) {
      long time = read.time();
      int sequence = read.sequence();
      long mask = part.mask() & personMask;
      if (mask == 0 && !unmasked) {
        continue;
      }
      events.add(time, sequence, mask);
      if (groups != null) {
        groups.add(time, sequence, mask, part.group());
      }
    }
  }

  private void take(List<Loose> loose, GroupNames names, GroupedEvents groups) {
    for (Loose event : loose) {
      long mask = event.mask() & personMask;
      if (asked.counts(event.time(), mask)) {
        events.add(event.time(), event.sequence(), mask);
        if (groups != null) {
          int group = names.number(event.group());
          groups.add(event.time(), event.sequence(), mask, group);
        }
      }
    }
  }
}
