package metricflow.event;

import java.util.Locale;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;
import metricflow.problem.Problem;
import metricflow.problem.ProblemType;

/** The fields of one event while it is read. Keeps the first thing found wrong with it. */
final class EventDraft {
  /** Ids that client code sends by mistake and that would merge strangers into one person. */
  private static final Set<String> NOBODY =
      Set.of(
          "null",
          "undefined",
          "none",
          "nil",
          "nan",
          "0",
          "-1",
          "false",
          "true",
          "[object object]",
          "anonymous",
          "guest",
          "distinct_id",
          "id",
          "email",
          "user",
          "user_id");

  private static final int LONGEST_OF_NOBODY =
      NOBODY.stream().mapToInt(String::length).max().orElseThrow();

  private static final Set<String> DEVICES = Set.of("desktop", "mobile", "tablet", "bot");

  private final EventLimits limits;
  private Problem problem;

  String eventId;
  String event;
  String distinctId;
  String anonymousId;
  String sessionId;
  int sequence = Event.NO_SEQUENCE;
  long clientTime = EventClock.UNKNOWN;
  String host;
  String page;
  String referrer;
  String utmSource;
  String utmMedium;
  String utmCampaign;
  String country;
  String device;
  String browser;
  String os;
  String plan;
  String sdk;
  String properties;
  String userProperties;

  EventDraft(EventLimits limits) {
    this.limits = limits;
  }

  void reject(ProblemType type, String detail) {
    if (problem == null) {
      problem = new Problem(type, detail);
    }
  }

  /** The problem of this event given the clocks, or null when it is good. */
  Problem problem(long sentAt, long receivedAt) {
    if (problem == null) {
      problem = firstProblem(sentAt, receivedAt);
    }
    return problem;
  }

  private Problem firstProblem(long sentAt, long receivedAt) {
    if (event == null || event.isBlank()) {
      return new Problem(ProblemType.EVENT_NAME_MISSING, "'event' is missing or empty.");
    }
    if (event.length() > limits.maxIdLength()) {
      return new Problem(ProblemType.EVENT_NAME_TOO_LONG, tooLong("event", event));
    }
    if (distinctId == null || distinctId.isBlank()) {
      return new Problem(ProblemType.DISTINCT_ID_MISSING, "'distinct_id' is missing or empty.");
    }
    if (isNobody(distinctId)) {
      return new Problem(
          ProblemType.DISTINCT_ID_INVALID,
          "'distinct_id' is '" + distinctId + "', which many share.");
    }
    Problem id = idTooLong("distinct_id", distinctId);
    id = id != null ? id : idTooLong("anonymous_id", anonymousId);
    id = id != null ? id : idTooLong("session_id", sessionId);
    id = id != null ? id : idTooLong("event_id", eventId);
    if (id != null) {
      return id;
    }
    long age = receivedAt - EventClock.eventTime(clientTime, sentAt, receivedAt);
    if (age > limits.maxAgeMillis()) {
      return new Problem(
          ProblemType.EVENT_TIME_TOO_OLD,
          "'event_time' is more than %d days before its receipt."
              .formatted(limits.maxAgeMillis() / 86_400_000L));
    }
    return null;
  }

  private static boolean isNobody(String id) {
    return id.length() <= LONGEST_OF_NOBODY && NOBODY.contains(id.toLowerCase(Locale.ROOT));
  }

  private Problem idTooLong(String field, String value) {
    return value == null || value.length() <= limits.maxIdLength()
        ? null
        : new Problem(ProblemType.ID_TOO_LONG, tooLong(field, value));
  }

  private String tooLong(String field, String value) {
    return "'%s' has %d characters; at most %d are allowed."
        .formatted(field, value.length(), limits.maxIdLength());
  }

  /**
   * The event; only for a draft without a problem.
   *
   * @param idWhenNone makes the id of an event that came without one
   */
  Event toEvent(long sentAt, long receivedAt, Supplier<UUID> idWhenNone) {
    long eventTime = EventClock.eventTime(clientTime, sentAt, receivedAt);
    return new Event(
        eventId == null ? idWhenNone.get() : EventIds.of(eventId),
        event,
        distinctId,
        anonymousId == null || isNobody(anonymousId) ? null : anonymousId,
        sessionId,
        sequence,
        eventTime,
        clientTime == EventClock.UNKNOWN ? eventTime : clientTime,
        cut(host),
        cut(page),
        cut(referrer),
        cut(utmSource),
        cut(utmMedium),
        cut(utmCampaign),
        countryCode(country),
        device == null || !DEVICES.contains(device) ? null : device,
        cut(browser),
        cut(os),
        cut(plan),
        cut(sdk),
        properties,
        userProperties);
  }

  private static String countryCode(String text) {
    if (text == null || text.length() != 2) {
      return null;
    }
    String code = text.toUpperCase(Locale.ROOT);
    return code.charAt(0) >= 'A'
            && code.charAt(0) <= 'Z'
            && code.charAt(1) >= 'A'
            && code.charAt(1) <= 'Z'
        ? code
        : null;
  }

  private String cut(String text) {
    if (text == null || text.isEmpty()) {
      return null;
    }
    return text.length() <= limits.maxTextLength()
        ? text
        : text.substring(0, limits.maxTextLength());
  }
}
