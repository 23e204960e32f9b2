package metricflow.jobs.rollup;

import static metricflow.event.Dimension.BROWSER;
import static metricflow.event.Dimension.COUNTRY;
import static metricflow.event.Dimension.DEVICE;
import static metricflow.event.Dimension.HOST;
import static metricflow.event.Dimension.OS;
import static metricflow.event.Dimension.PAGE;
import static metricflow.event.Dimension.REFERRER;
import static metricflow.event.Dimension.UTM_CAMPAIGN;
import static metricflow.event.Dimension.UTM_MEDIUM;
import static metricflow.event.Dimension.UTM_SOURCE;

import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.unsafe.types.UTF8String;

/** A session of a person, event by event. */
final class SessionFacts {
  private final FirstTexts texts = new FirstTexts();
  private final long start;
  private final int day;
  private long end;
  private long events;
  private long pageViews;
  private UTF8String exitPage;

  /**
   * A session without events yet.
   *
   * @param start time of its first event, epoch microseconds
   * @param day UTC day of its start, since 1970
   */
  SessionFacts(long start, int day) {
    this.start = start;
    this.day = day;
  }

  int day() {
    return day;
  }

  /** Takes the next event, a row of {@link PersonEvents}. */
  void add(InternalRow event, boolean pageView) {
    end = event.getLong(PersonEvents.EVENT_TIME);
    events++;
    pageViews += pageView ? 1 : 0;
    texts.add(event);
    int page = PersonEvents.position(PAGE);
    if (!event.isNullAt(page)) {
      UTF8String at = event.getUTF8String(page);
      // Most events are on the page of the one before.
      exitPage = at.equals(exitPage) ? exitPage : at.copy();
    }
  }

  /** The row of {@code sessions}. */
  InternalRow row(int projectId, UTF8String personId) {
    return PassRows.of(
        PassRows.Kind.SESSION,
        projectId,
        personId,
        start,
        end,
        (end - start) / 1_000,
        events,
        pageViews,
        events == 1 && pageViews == 1 ? 1 : 0,
        texts.get(PAGE),
        exitPage,
        texts.get(HOST),
        texts.get(REFERRER),
        texts.get(UTM_SOURCE),
        texts.get(UTM_MEDIUM),
        texts.get(UTM_CAMPAIGN),
        texts.get(COUNTRY),
        texts.get(DEVICE),
        texts.get(BROWSER),
        texts.get(OS),
        day);
  }
}
