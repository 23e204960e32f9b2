package metricflow.trino.timeline;

import java.util.Arrays;
import metricflow.session.SessionSplitter;
import metricflow.timeline.CodeKinds;
import metricflow.timeline.ContextRunsReader;
import metricflow.timeline.TimelineBlockReader;

/**
 * Of the events of a block those that matter to a question, of one person after another. They are
 * found by their codes, all of the block at once; persons without any are never looked at.
 */
final class MatteringEvents {
  private static final long DAY_MILLIS = 86_400_000L;
  private static final long PAUSE = SessionSplitter.PAUSE_MILLIS;

  private final TimelineQuestion asked;
  private final boolean every;
  private final boolean sessions;
  private final boolean once;
  private final boolean latest;
  private final boolean counted;
  private final EventMeanings meanings;
  private final CodeKinds found;
  private final TimelineBlockReader block = new TimelineBlockReader();
  private final ContextRunsReader runs = new ContextRunsReader();
  private final SeenEvents seen = new SeenEvents();
  private boolean inContexts;

  /** Whether all of the block is of the time asked about, and in one interval of it. */
  private boolean allOfTime;

  private boolean oneInterval;

  /** That of the event before; the events of a person come in the order of their times. */
  private int interval;

  /** Which event that was found comes next; where the latest is asked about, which person. */
  private int next;

  private int person;

  /** Of the events of the person at hand that matter. */
  private int[] events = new int[8];

  private long[] times = new long[8];
  private int[] meaningsOfEvents = new int[8];

  /** How many there are like each, and the first of them of the interval at hand. */
  private int[] counts = new int[8];

  private int firstOfInterval;
  private int size;

  /** Whether two of them are of one instant. */
  private boolean ties;

  /** Of what is asked at hand. */
  MatteringEvents(TimelineQuestion asked) {
    this.asked = asked;
    every = asked.matters().takesUnmasked();
    sessions = asked.matters() == Matters.SESSIONS;
    once = asked.matters() == Matters.ONCE_AN_INTERVAL;
    latest = asked.matters() == Matters.LATEST;
    counted = asked.matters() == Matters.COUNTED;
    meanings = new EventMeanings(asked);
    found = meanings.kinds();
  }

  /** What events are to the question. */
  EventMeanings meanings() {
    return meanings;
  }

  /**
   * Opens a block that lies in {@code bytes}.
   *
   * @throws IllegalArgumentException when it is damaged
   */
  void open(byte[] bytes, int from, int to) {
    inContexts = false;
    block.open(bytes, from, to);
    if (every) {
      found.findAll(block);
    } else if (!latest) {
      found.find(block);
    }
    next = 0;
    person = 0;
    long last = block.start() + DAY_MILLIS - 1;
    allOfTime = asked.isOfTime(block.start()) && asked.isOfTime(last);
    oneInterval = asked.intervals().of(block.start()) == asked.intervals().of(last);
  }

  /** Opens the contexts of the events of the block. */
  void openContexts(byte[] bytes, int from, int to) {
    runs.open(bytes, from, to);
    inContexts = true;
  }

  /**
   * Goes to the next person with events that matter.
   *
   * @return whether there is one
   * @throws IllegalArgumentException when the bytes are damaged
   */
  boolean nextPerson() {
    size = 0;
    if (latest) {
      return nextPersonWithLatest();
    }
    while (size == 0 && next < found.size()) {
      int event = found.event(next);
      int at = person;
      while (block.firstEvent(at + 1) <= event) {
        at++;
      }
      person = at;
      next = gather(next, block.firstEvent(at + 1));
    }
    return size > 0;
  }

  private boolean nextPersonWithLatest() {
    if (!inContexts) {
      throw new IllegalArgumentException("a question about contexts that says nothing of them");
    }
    // The next person is counted, and no event.
    for (; size == 0 && next < block.persons(); next++) {
      person = next;
      gatherLatest(block.firstEvent(person), block.firstEvent(person + 1));
    }
    return size > 0;
  }

  private void gatherLatest(int from, int personEnd) {
    ties = false;
    int at = from;
    while (at < personEnd) {
      int meaning = meanings.ofContext(runs.at(at));
      int end = Math.min(runs.runEnd(), personEnd);
      if (meaning != 0) {
        takeLast(at, end, meaning);
      }
      at = end;
    }
  }

  /** Takes the last of a run, or all of its instant, in the place of what came before that. */
  private void takeLast(int from, int end, int meaning) {
    long last = block.time(end - 1);
    if (size > 0 && times[size - 1] < last) {
      size = 0;
      ties = false;
    }
    int at = end - 1;
    while (at > from && block.time(at - 1) == last) {
      at--;
    }
    for (; at < end; at++) {
      take(at, meaning);
    }
  }

  /** Takes those before {@code personEnd} that matter; answers which was found after them. */
  private int gather(int from, int personEnd) {
    seen.clear();
    firstOfInterval = 0;
    ties = false;
    int at = from;
    for (; at < found.size() && found.event(at) < personEnd; at++) {
      int event = found.event(at);
      int meaning = inContexts ? meanings.of(found.kind(at), runs.at(event)) : found.kind(at);
      if (meaning != 0 || every) {
        take(event, meaning);
      }
    }
    return at;
  }

  private void take(int event, int meaning) {
    long time = block.time(event);
    if ((!allOfTime && !asked.isOfTime(time)) || (once && !isNew(meaning, time))) {
      return;
    }
    if (sessions && lastIsNotMissed(time)) {
      size--;
    }
    if (counted && isLikeOneBefore(meaning, time)) {
      return;
    }
    if (size == events.length) {
      grow();
    }
    counts[size] = 1;
    events[size] = event;
    times[size] = time;
    meaningsOfEvents[size] = meaning;
    ties |= size > 0 && times[size - 1] == time;
    size++;
  }

  /**
   * Whether what was taken last does nothing for sessions, as the one before it and an event at
   * {@code time} are of one by themselves. The first after noon stays: there the session of a day
   * before ends, whenever that began.
   */
  private boolean lastIsNotMissed(long time) {
    if (size < 2 || meaningsOfEvents[size - 1] != 0 || time - times[size - 2] > PAUSE) {
      return false;
    }
    long noon = block.start() + SessionSplitter.NEXT_DAY_MILLIS;
    return times[size - 1] < noon || times[size - 2] >= noon;
  }

  private boolean isLikeOneBefore(int meaning, long time) {
    if (isOfNewInterval(time)) {
      firstOfInterval = size;
    }
    for (int i = firstOfInterval; i < size; i++) {
      if (meaningsOfEvents[i] == meaning) {
        counts[i]++;
        return true;
      }
    }
    return false;
  }

  private boolean isOfNewInterval(long time) {
    if (oneInterval) {
      return false;
    }
    int before = interval;
    interval = asked.intervals().of(time);
    return interval != before;
  }

  private boolean isNew(int meaning, long time) {
    if (isOfNewInterval(time)) {
      seen.clear();
    }
    return seen.isNew(meanings.group(meaning), meanings.mask(meaning));
  }

  private void grow() {
    int capacity = size * 2;
    events = Arrays.copyOf(events, capacity);
    times = Arrays.copyOf(times, capacity);
    meaningsOfEvents = Arrays.copyOf(meaningsOfEvents, capacity);
    counts = Arrays.copyOf(counts, capacity);
  }

  /** The key of the person at hand. */
  long personKey() {
    return block.personKey(person);
  }

  /** Writes the person's events. */
  void write(PartBlockWriter part) {
    boolean ofIntervals = once || counted;
    // Sequence numbers matter where events are of one instant, and of most persons none are.
    boolean sequenced = !ofIntervals && (ties || asked.isTarget(personKey()));
    if (sequenced) {
      block.goTo(person);
    }
    // Of which interval an event is tells the day alone, where that lies in one.
    boolean timed = !ofIntervals || !oneInterval;
    part.begin(personKey());
    for (int i = 0; i < size; i++) {
      part.event(
          timed ? times[i] : block.start(),
          sequenced ? sequence(i) : unsequenced(i),
          meaningsOfEvents[i]);
    }
    part.end();
  }

  private int unsequenced(int i) {
    // One that costs nothing to write, where it does not matter.
    return counted ? counts[i] : i;
  }

  /** Takes an event on its own. */
  interface EventTaker {
    void take(long time, int sequence, int meaning);
  }

  /** Hands on the person's events. */
  void forEach(EventTaker taker) {
    block.goTo(person);
    for (int i = 0; i < size; i++) {
      taker.take(times[i], counted ? counts[i] : sequence(i), meaningsOfEvents[i]);
    }
  }

  private int sequence(int i) {
    return block.sequence(events[i] - block.firstEvent(person));
  }
}
