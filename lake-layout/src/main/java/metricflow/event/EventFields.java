package metricflow.event;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.UUID;
import java.util.function.Supplier;
import metricflow.problem.Problem;
import metricflow.problem.ProblemType;

/**
 * An event of history put together field by field, from a source that is not MetricFlow's JSON. The
 * same checks are made as of events that are sent.
 */
public final class EventFields {
  /** Where epoch seconds end and epoch milliseconds begin: the year 5138, or March 1973. */
  private static final long SECONDS_END = 100_000_000_000L;

  private final EventLimits limits;
  private final EventDraft draft;

  /** An event without fields. */
  public EventFields(EventLimits limits) {
    this.limits = limits;
    this.draft = new EventDraft(limits);
  }

  /**
   * Sets a field by its name in JSON, also {@code properties} and {@code user_properties}, which
   * take the text of a JSON object. Null and empty texts set nothing.
   *
   * @return false when there is no such field of text
   */
  public boolean text(String field, String value) {
    String text = value == null || value.isEmpty() ? null : value;
    switch (field) {
      case "event" -> draft.event = text;
      case "event_id" -> draft.eventId = text;
      case "distinct_id" -> draft.distinctId = text;
      case "anonymous_id" -> draft.anonymousId = text;
      case "session_id" -> draft.sessionId = text;
      case "host" -> draft.host = text;
      case "page" -> draft.page = text;
      case "referrer" -> draft.referrer = text;
      case "utm_source" -> draft.utmSource = text;
      case "utm_medium" -> draft.utmMedium = text;
      case "utm_campaign" -> draft.utmCampaign = text;
      case "country" -> draft.country = text;
      case "device" -> draft.device = text;
      case "browser" -> draft.browser = text;
      case "os" -> draft.os = text;
      case "plan" -> draft.plan = text;
      case "sdk" -> draft.sdk = text;
      case "properties" -> draft.properties = text;
      case "user_properties" -> draft.userProperties = text;
      default -> {
        return false;
      }
    }
    return true;
  }

  /** The value of {@code event}, {@code distinct_id} or {@code anonymous_id} so far, or null. */
  public String text(String field) {
    return switch (field) {
      case "event" -> draft.event;
      case "distinct_id" -> draft.distinctId;
      case "anonymous_id" -> draft.anonymousId;
      default -> throw new IllegalArgumentException(field);
    };
  }

  /** Sets the client's own count of its events; what is no whole number is a problem. */
  public void sequence(String text) {
    if (text == null || text.isEmpty()) {
      return;
    }
    try {
      draft.sequence = Math.clamp(Long.parseLong(text), 0, Integer.MAX_VALUE);
    } catch (NumberFormatException notANumber) {
      draft.reject(ProblemType.FIELD_TYPE_INVALID, "'sequence' is not a whole number.");
    }
  }

  /**
   * Sets the time: ISO 8601, with a space for the T, with or without a zone, or epoch seconds or
   * milliseconds. What is no time is a problem.
   *
   * @param zone what clock times without a zone, and epoch seconds of a tool that counts them in
   *     local time, are of
   */
  public void time(String text, ZoneId zone) {
    if (text == null || text.isEmpty()) {
      return;
    }
    try {
      long millis = isNumber(text) ? epochMillis(text) : IsoTime.exported(text);
      draft.clientTime = zone == ZoneOffset.UTC || isZoned(text) ? millis : of(millis, zone);
    } catch (DateTimeException | ArithmeticException | NumberFormatException unreadable) {
      draft.reject(
          ProblemType.EVENT_TIME_INVALID,
          "The time is '%s', which is no time."
              .formatted(text.length() <= 40 ? text : text.substring(0, 40) + "…"));
    }
  }

  private static boolean isNumber(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if ((c < '0' || c > '9') && c != '.' && !(c == '-' && i == 0)) {
        return false;
      }
    }
    return true;
  }

  private static boolean isZoned(String text) {
    return !isNumber(text)
        && (text.endsWith("Z")
            || text.endsWith("UTC")
            || Math.max(text.indexOf('+'), text.lastIndexOf('-')) > 10);
  }

  private static long epochMillis(String number) {
    if (number.indexOf('.') >= 0) {
      double value = Double.parseDouble(number);
      return EventParser.inKnownYears((long) (value < SECONDS_END ? value * 1000 : value));
    }
    long value = Long.parseLong(number);
    return EventParser.inKnownYears(value < SECONDS_END ? Math.multiplyExact(value, 1000) : value);
  }

  private static long of(long clock, ZoneId zone) {
    return LocalDateTime.ofInstant(Instant.ofEpochMilli(clock), ZoneOffset.UTC)
        .atZone(zone)
        .toInstant()
        .toEpochMilli();
  }

  /** Notes what is wrong with the event; the first thing noted counts. */
  public void reject(ProblemType type, String detail) {
    draft.reject(type, detail);
  }

  /**
   * The verdict on the event.
   *
   * @param record the event as it stands in its source: kept when it cannot be used, and what an
   *     event without an id is known by
   * @param importedAt time of the import, epoch milliseconds
   */
  public Verdict verdict(byte[] record, long importedAt) {
    return verdict(() -> record, record.length, importedAt);
  }

  /**
   * The same of a record whose text is only made when it is needed.
   *
   * @param mostBytes what the text has at most
   */
  public Verdict verdict(Supplier<byte[]> record, long mostBytes, long importedAt) {
    if (mostBytes > limits.maxEventBytes()) {
      rejectTooLarge(record.get().length);
    }
    Problem problem = draft.problem(EventClock.UNKNOWN, importedAt);
    if (problem == null) {
      return new Verdict.Accepted(
          draft.toEvent(EventClock.UNKNOWN, importedAt, () -> idOf(record.get())));
    }
    byte[] text = record.get();
    return new Verdict.Rejected(
        draft.eventId, problem, Excerpt.of(text, 0, text.length, limits.maxRejectedPayloadBytes()));
  }

  private void rejectTooLarge(int bytes) {
    if (bytes > limits.maxEventBytes()) {
      draft.reject(
          ProblemType.EVENT_TOO_LARGE,
          "The event has %d bytes; at most %d are allowed."
              .formatted(bytes, limits.maxEventBytes()));
    }
  }

  private static UUID idOf(byte[] text) {
    return EventIds.ofContent(text, 0, text.length);
  }
}
