package metricflow.jobs.rollup;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Set;
import metricflow.event.Dimension;
import metricflow.event.EventNames;
import metricflow.jobs.PersonKey;
import metricflow.session.SessionSplitter;
import metricflow.timeline.ContextRunsWriter;
import metricflow.timeline.TimelineWriter;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.unsafe.types.UTF8String;

/**
 * The one pass over the events of a batch: from rows of {@link PersonEvents} to {@link PassRows}.
 * Rows are the engine's own and reused: what is kept of them is copied.
 */
final class PersonPass implements Iterator<InternalRow> {
  private static final UTF8String PAGE_VIEW = UTF8String.fromString(EventNames.PAGE_VIEW);
  private static final int EVENT = PersonEvents.position(Dimension.EVENT);
  private static final int PAGE = PersonEvents.position(Dimension.PAGE);
  private static final long DAY_MICROS = 86_400_000_000L;

  private final Iterator<InternalRow> events;
  private final Set<Integer> days;
  private final Set<Integer> sessionDays;
  private final CodeLookup codes;
  private final ContextLookup.Cursor contexts;

  private final Deque<InternalRow> ready = new ArrayDeque<>();
  private final SessionSplitter splitter = new SessionSplitter();
  private final TimelineWriter timeline = new TimelineWriter();
  private final ContextRunsWriter runs = new ContextRunsWriter();
  private final PersonCounts counts = new PersonCounts();
  private final ContextCounts contextCounts = new ContextCounts();
  private final Map<UTF8String, Long> firstTimes = new HashMap<>();

  private int projectId;
  private UTF8String personId;
  private SessionFacts session;
  private DayFacts day;
  private int lastDay;
  private boolean inDays;
  private boolean atEnd;

  /**
   * A pass.
   *
   * @param events sorted by person, project and time
   * @param days UTC days since 1970 whose events are counted; those of other days only lengthen
   *     sessions
   * @param sessionDays days whose sessions are wanted
   */
  PersonPass(
      Iterator<InternalRow> events,
      Set<Integer> days,
      Set<Integer> sessionDays,
      CodeLookup codes,
      ContextLookup contexts) {
    this.events = events;
    this.days = days;
    this.sessionDays = sessionDays;
    this.codes = codes;
    this.contexts = contexts.cursor();
  }

  @Override
  public boolean hasNext() {
    while (ready.isEmpty() && events.hasNext()) {
      take(events.next());
    }
    if (ready.isEmpty() && !atEnd) {
      atEnd = true;
      endPerson();
      drain();
    }
    return !ready.isEmpty();
  }

  @Override
  public InternalRow next() {
    if (!hasNext()) {
      throw new NoSuchElementException();
    }
    return ready.remove();
  }

  private void take(InternalRow event) {
    UTF8String person = event.getUTF8String(PersonEvents.PERSON_ID);
    int project = event.getInt(PersonEvents.PROJECT_ID);
    if (personId == null || project != projectId || !person.equals(personId)) {
      endPerson();
      startPerson(project, person.copy());
    }
    long time = event.getLong(PersonEvents.EVENT_TIME);
    int epochDay = (int) Math.floorDiv(time, DAY_MICROS);
    UTF8String name = event.getUTF8String(EVENT);
    boolean pageView = name.equals(PAGE_VIEW);
    if (splitter.starts(Math.floorDiv(time, 1_000))) {
      endSession();
      session = new SessionFacts(time, epochDay);
    }
    session.add(event, pageView);
    if (epochDay != lastDay) {
      endDay();
      lastDay = epochDay;
      inDays = days.contains(epochDay);
    }
    if (inDays) {
      if (day == null) {
        day = new DayFacts(epochDay, timeline, runs);
      }
      UTF8String page = pageView ? PersonEvents.text(event, PAGE) : null;
      day.add(event, pageView, codes.code(project, name, page), contexts.code(event));
      counts.add(event, epochDay);
      contextCounts.add(event);
      if (!firstTimes.containsKey(name)) {
        firstTimes.put(name.copy(), time);
      }
    }
  }

  private void startPerson(int project, UTF8String person) {
    projectId = project;
    personId = person;
    splitter.reset();
    counts.person(person);
    lastDay = Integer.MIN_VALUE;
  }

  private void endSession() {
    if (session != null && sessionDays.contains(session.day())) {
      ready.add(session.row(projectId, personId));
    }
    session = null;
  }

  private void endDay() {
    if (day != null) {
      ready.add(day.row(projectId, personId, PersonKey.of(personId)));
    }
    day = null;
  }

  private void endPerson() {
    if (personId == null) {
      return;
    }
    endSession();
    endDay();
    firstTimes.values().stream().min(Long::compare).ifPresent(time -> ready.add(first(null, time)));
    firstTimes.forEach((event, time) -> ready.add(first(event, time)));
    firstTimes.clear();
    if (counts.isLarge() || contextCounts.isLarge()) {
      drain();
    }
  }

  private void drain() {
    counts.drain(ready::add);
    contextCounts.drain(ready::add);
  }

  private InternalRow first(UTF8String event, long time) {
    return PassRows.of(
        PassRows.Kind.FIRST,
        projectId,
        personId,
        event,
        time,
        (int) Math.floorDiv(time, DAY_MICROS));
  }
}
