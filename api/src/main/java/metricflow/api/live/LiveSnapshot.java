package metricflow.api.live;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;

/**
 * What one project's visitors do right now; components are the members of its JSON object.
 *
 * @param asOf every event the bus held then is counted; the time of reading while nothing is known
 * @param exact false: active users are estimated, see {@code errorBound}; events are counted
 * @param sql a statement that counts {@code eventsPerMinute} in Trino
 * @param freshnessMs age of {@code asOf} in milliseconds, or null while nothing is known
 * @param activeUsers distinct visitors of the last {@code activeWindowMinutes} minutes
 * @param eventsPerMinute the last hour by minute, oldest first, the running minute last
 * @param topValues the last hour by plan and by each further dimension that is counted live
 * @param funnels saved funnels, for the events of this UTC day
 * @param feed latest events, newest first
 */
public record LiveSnapshot(
    int projectId,
    String asOf,
    String source,
    boolean exact,
    ErrorBound errorBound,
    String sql,
    Long freshnessMs,
    long activeUsers,
    int activeWindowMinutes,
    List<Minute> eventsPerMinute,
    long eventsLastHour,
    List<TopPage> topPages,
    List<TopEvent> topEvents,
    List<TopCountry> topCountries,
    List<TopDevice> topDevices,
    List<TopValues> topValues,
    List<LiveFunnel> funnels,
    List<JsonNode> feed) {

  /** Relative standard error of each estimated number. */
  public record ErrorBound(double activeUsers) {}

  /** Events of the minute that starts at {@code minute}. */
  public record Minute(String minute, long events) {}

  /** Events of the last hour on a page. */
  public record TopPage(String page, long events) {}

  /** Events of the last hour of a name. */
  public record TopEvent(String event, long events) {}

  /** Events of the last hour from a country. */
  public record TopCountry(String country, long events) {}

  /** Events of the last hour from a kind of device. */
  public record TopDevice(String device, long events) {}

  /**
   * Events of the last hour by the values of a dimension.
   *
   * @param otherEvents events with values that came after a minute's cap was reached
   */
  public record TopValues(String dimension, List<TopValue> values, long otherEvents) {}

  /** Events of the last hour with a value. */
  public record TopValue(String value, long events) {}

  /**
   * A saved funnel of this UTC day. Persons are those that identify and alias events of this day
   * and the day before tell.
   *
   * @param otherEvents step events of ids that came after the day's cap was reached, in no step
   */
  public record LiveFunnel(
      String funnelId,
      String name,
      long conversionWindowSeconds,
      String asOf,
      List<LiveStep> steps,
      long otherEvents) {}

  /** A step and the persons who reached it. */
  public record LiveStep(String label, long persons) {}

  /** The same without what changes although nothing has happened. */
  LiveSnapshot timeless() {
    return new LiveSnapshot(
        projectId,
        freshnessMs == null ? null : asOf,
        source,
        exact,
        errorBound,
        sql,
        null,
        activeUsers,
        activeWindowMinutes,
        eventsPerMinute,
        eventsLastHour,
        topPages,
        topEvents,
        topCountries,
        topDevices,
        topValues,
        freshnessMs == null ? List.of() : funnels,
        feed);
  }
}
