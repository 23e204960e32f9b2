package metricflow.event;

import java.io.Serializable;
import java.util.UUID;

/**
 * One accepted interaction event. Component names are the JSON field, Delta column and SQL names in
 * camel case. Text components other than {@code event} and {@code distinctId} may be null.
 *
 * @param eventId identity of the event within its project; equal ids are one event
 * @param event name, for example {@code page_view}
 * @param distinctId who did it: a user id once identified, an anonymous id before
 * @param anonymousId the device's anonymous id, also sent after sign-in
 * @param sessionId the client's session
 * @param sequence the client's own count of its events, or {@link #NO_SEQUENCE}
 * @param eventTime when it happened, epoch milliseconds UTC, corrected by {@link EventClock}
 * @param clientTime the client's own clock, epoch milliseconds, uncorrected
 * @param host site the event happened on
 * @param page path of the page
 * @param referrer referring address
 * @param utmSource campaign source
 * @param utmMedium campaign medium
 * @param utmCampaign campaign name
 * @param country ISO 3166-1 alpha-2 code
 * @param device {@code desktop}, {@code mobile}, {@code tablet} or {@code bot}
 * @param browser browser family
 * @param os operating system family
 * @param plan the user's plan at the time of the event
 * @param sdk sending library and version
 * @param properties JSON object text of the event's own properties
 * @param userProperties JSON object text of properties to set on the person
 */
public record Event(
    UUID eventId,
    String event,
    String distinctId,
    String anonymousId,
    String sessionId,
    int sequence,
    long eventTime,
    long clientTime,
    String host,
    String page,
    String referrer,
    String utmSource,
    String utmMedium,
    String utmCampaign,
    String country,
    String device,
    String browser,
    String os,
    String plan,
    String sdk,
    String properties,
    String userProperties)
    implements Serializable {

  /** Value of {@link #sequence} when the client sent none. */
  public static final int NO_SEQUENCE = -1;

  /**
   * The visitor behind the event as live counters see it: the device where the client names one,
   * else the distinct id. Signing in does not change it, so no visitor is counted twice.
   */
  public String visitor() {
    return anonymousId == null ? distinctId : anonymousId;
  }

  /** The same event with what the collector knows of the request filled in where absent. */
  public Event enriched(String country, String device, String browser, String os) {
    return new Event(
        eventId,
        event,
        distinctId,
        anonymousId,
        sessionId,
        sequence,
        eventTime,
        clientTime,
        host,
        page,
        referrer,
        utmSource,
        utmMedium,
        utmCampaign,
        this.country == null ? country : this.country,
        this.device == null ? device : this.device,
        this.browser == null ? browser : this.browser,
        this.os == null ? os : this.os,
        plan,
        sdk,
        properties,
        userProperties);
  }
}
