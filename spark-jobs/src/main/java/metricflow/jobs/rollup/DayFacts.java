package metricflow.jobs.rollup;

import static metricflow.event.Dimension.BROWSER;
import static metricflow.event.Dimension.COUNTRY;
import static metricflow.event.Dimension.DEVICE;
import static metricflow.event.Dimension.HOST;
import static metricflow.event.Dimension.OS;
import static metricflow.event.Dimension.PLAN;
import static metricflow.event.Dimension.UTM_SOURCE;

import metricflow.timeline.ContextRunsWriter;
import metricflow.timeline.TimelineCodes;
import metricflow.timeline.TimelineWriter;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.unsafe.types.UTF8String;

/** A day of a person, event by event. */
final class DayFacts {
  private final FirstTexts texts = new FirstTexts();
  private final TimelineWriter timeline;
  private final ContextRunsWriter contexts;
  private final int day;
  private long first;
  private long last;
  private long events;
  private long pageViews;
  private long mask;

  /**
   * A day without events yet.
   *
   * @param day UTC day since 1970
   * @param timeline writes this day's until {@link #row}
   * @param contexts as long, those of its events
   */
  DayFacts(int day, TimelineWriter timeline, ContextRunsWriter contexts) {
    this.day = day;
    this.timeline = timeline;
    this.contexts = contexts;
  }

  /** Takes the next event, a row of {@link PersonEvents}. */
  void add(InternalRow event, boolean pageView, int code, int context) {
    last = event.getLong(PersonEvents.EVENT_TIME);
    if (events == 0) {
      first = last;
    }
    events++;
    pageViews += pageView ? 1 : 0;
    mask |= TimelineCodes.maskBit(code);
    timeline.add(Math.floorDiv(last, 1_000), PersonEvents.sequence(event), code);
    contexts.add(context, 1);
    texts.add(event);
  }

  /** The row of {@code user_days}, with mask, timeline, contexts and the person's key. */
  InternalRow row(int projectId, UTF8String personId, long personKey) {
    return PassRows.of(
        PassRows.Kind.PERSON_DAY,
        projectId,
        personId,
        events,
        pageViews,
        first,
        last,
        texts.get(HOST),
        texts.get(UTM_SOURCE),
        texts.get(COUNTRY),
        texts.get(DEVICE),
        texts.get(BROWSER),
        texts.get(OS),
        texts.get(PLAN),
        day,
        mask,
        timeline.finish(),
        contexts.finish(),
        personKey);
  }
}
