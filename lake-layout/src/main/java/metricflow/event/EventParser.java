package metricflow.event;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import metricflow.problem.Problem;
import metricflow.problem.ProblemType;

/**
 * Reads one event object from JSON in a single pass. Property objects are not taken apart: their
 * text is kept as it came, after the parser has checked it.
 */
final class EventParser {
  private static final long FIRST_MILLIS = Instant.parse("0001-01-01T00:00:00Z").toEpochMilli();
  private static final long LAST_MILLIS = Instant.parse("9999-12-31T23:59:59.999Z").toEpochMilli();

  private final EventLimits limits;
  private final boolean history;

  /**
   * A parser.
   *
   * @param history whether an event without an id is known by its text, so that importing it again
   *     gives it the same id; else it gets a fresh one
   */
  EventParser(EventLimits limits, boolean history) {
    this.limits = limits;
    this.history = history;
  }

  /**
   * Reads the value the parser stands on and leaves the parser on its last token.
   *
   * @param body the bytes the parser reads from
   * @return the event as {@link Verdict.Accepted}, or why it cannot be used
   * @throws IOException when the text is not JSON
   */
  Verdict parse(JsonParser parser, byte[] body, long sentAt, long receivedAt) throws IOException {
    int start = (int) parser.currentTokenLocation().getByteOffset();
    EventDraft draft = new EventDraft(limits);
    if (parser.currentToken() == JsonToken.START_OBJECT) {
      while (parser.nextToken() != JsonToken.END_OBJECT) {
        String field = parser.currentName();
        parser.nextToken();
        readField(field, parser, body, draft);
      }
    } else {
      parser.skipChildren();
      draft.reject(ProblemType.EVENT_NOT_AN_OBJECT, "The entry is not a JSON object.");
    }
    int end = (int) parser.currentLocation().getByteOffset();
    if (end - start > limits.maxEventBytes()) {
      return rejected(
          draft,
          new Problem(
              ProblemType.EVENT_TOO_LARGE,
              "The event has %d bytes; at most %d are allowed."
                  .formatted(end - start, limits.maxEventBytes())),
          body,
          start,
          end);
    }
    Problem problem = draft.problem(sentAt, receivedAt);
    return problem == null
        ? new Verdict.Accepted(
            draft.toEvent(
                sentAt,
                receivedAt,
                () ->
                    history
                        ? EventIds.ofContent(body, start, end)
                        : EventIds.timeOrdered(receivedAt)))
        : rejected(draft, problem, body, start, end);
  }

  private Verdict rejected(EventDraft draft, Problem problem, byte[] body, int start, int end) {
    return new Verdict.Rejected(
        draft.eventId, problem, Excerpt.of(body, start, end, limits.maxRejectedPayloadBytes()));
  }

  private void readField(String field, JsonParser parser, byte[] body, EventDraft draft)
      throws IOException {
    switch (field) {
      case "event" -> draft.event = text(field, parser, draft);
      case "event_id" -> draft.eventId = text(field, parser, draft);
      case "distinct_id" -> draft.distinctId = text(field, parser, draft);
      case "anonymous_id" -> draft.anonymousId = emptyToNull(text(field, parser, draft));
      case "session_id" -> draft.sessionId = emptyToNull(text(field, parser, draft));
      case "sequence" -> draft.sequence = sequence(parser, draft);
      case "event_time" -> draft.clientTime = time(field, parser, draft);
      case "host" -> draft.host = text(field, parser, draft);
      case "page" -> draft.page = text(field, parser, draft);
      case "referrer" -> draft.referrer = text(field, parser, draft);
      case "utm_source" -> draft.utmSource = text(field, parser, draft);
      case "utm_medium" -> draft.utmMedium = text(field, parser, draft);
      case "utm_campaign" -> draft.utmCampaign = text(field, parser, draft);
      case "country" -> draft.country = text(field, parser, draft);
      case "device" -> draft.device = text(field, parser, draft);
      case "browser" -> draft.browser = text(field, parser, draft);
      case "os" -> draft.os = text(field, parser, draft);
      case "plan" -> draft.plan = text(field, parser, draft);
      case "sdk" -> draft.sdk = text(field, parser, draft);
      case "properties" -> draft.properties = object(field, parser, body, draft);
      case "user_properties" -> draft.userProperties = userProperties(parser, body, draft);
      default -> parser.skipChildren();
    }
  }

  private static String text(String field, JsonParser parser, EventDraft draft) throws IOException {
    switch (parser.currentToken()) {
      case VALUE_STRING, VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> {
        return parser.getText();
      }
      case VALUE_NULL -> {
        return null;
      }
      default -> {
        parser.skipChildren();
        draft.reject(ProblemType.FIELD_TYPE_INVALID, "'" + field + "' is not a string.");
        return null;
      }
    }
  }

  private static String emptyToNull(String text) {
    return text == null || text.isEmpty() ? null : text;
  }

  private static int sequence(JsonParser parser, EventDraft draft) throws IOException {
    if (parser.currentToken() == JsonToken.VALUE_NULL) {
      return Event.NO_SEQUENCE;
    }
    if (parser.currentToken() == JsonToken.VALUE_NUMBER_INT) {
      return fitsLong(parser)
          ? Math.clamp(parser.getLongValue(), 0, Integer.MAX_VALUE)
          : Integer.MAX_VALUE;
    }
    parser.skipChildren();
    draft.reject(ProblemType.FIELD_TYPE_INVALID, "'sequence' is not a whole number.");
    return Event.NO_SEQUENCE;
  }

  /** A time as ISO 8601 text with a zone or as epoch milliseconds. */
  static long time(String field, JsonParser parser, EventDraft draft) throws IOException {
    switch (parser.currentToken()) {
      case VALUE_NULL -> {
        return EventClock.UNKNOWN;
      }
      case VALUE_NUMBER_INT, VALUE_STRING -> {
        try {
          return inKnownYears(
              parser.currentToken() == JsonToken.VALUE_STRING
                  ? IsoTime.epochMillis(parser.getText())
                  : fitsLong(parser) ? parser.getLongValue() : Long.MAX_VALUE);
        } catch (DateTimeException unreadable) {
          draft.reject(
              ProblemType.EVENT_TIME_INVALID,
              "'" + field + "' is '" + shortened(parser.getText()) + "', which is no time.");
          return EventClock.UNKNOWN;
        }
      }
      default -> {
        parser.skipChildren();
        draft.reject(ProblemType.FIELD_TYPE_INVALID, "'" + field + "' is neither text nor number.");
        return EventClock.UNKNOWN;
      }
    }
  }

  /** Beyond these years clock arithmetic would overflow and a partition would be named oddly. */
  static long inKnownYears(long epochMillis) {
    if (epochMillis < FIRST_MILLIS || epochMillis > LAST_MILLIS) {
      throw new DateTimeException("not a time");
    }
    return epochMillis;
  }

  private static boolean fitsLong(JsonParser parser) throws IOException {
    return parser.getNumberType() != JsonParser.NumberType.BIG_INTEGER;
  }

  private static String shortened(String text) {
    return text.length() <= 40 ? text : text.substring(0, 40) + "…";
  }

  private static String object(String field, JsonParser parser, byte[] body, EventDraft draft)
      throws IOException {
    if (parser.currentToken() == JsonToken.VALUE_NULL) {
      return null;
    }
    if (parser.currentToken() != JsonToken.START_OBJECT) {
      parser.skipChildren();
      draft.reject(ProblemType.FIELD_TYPE_INVALID, "'" + field + "' is not an object.");
      return null;
    }
    int start = (int) parser.currentTokenLocation().getByteOffset();
    parser.skipChildren();
    return slice(parser, body, start);
  }

  /** Keeps the text and, as the plan is a dimension of its own, lifts it when not given. */
  private static String userProperties(JsonParser parser, byte[] body, EventDraft draft)
      throws IOException {
    if (parser.currentToken() != JsonToken.START_OBJECT) {
      return object("user_properties", parser, body, draft);
    }
    int start = (int) parser.currentTokenLocation().getByteOffset();
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      boolean plan = parser.currentName().equals("plan");
      if (parser.nextToken() == JsonToken.VALUE_STRING && plan && draft.plan == null) {
        draft.plan = parser.getText();
      } else {
        parser.skipChildren();
      }
    }
    return slice(parser, body, start);
  }

  private static String slice(JsonParser parser, byte[] body, int start) {
    int end = (int) parser.currentLocation().getByteOffset();
    return end - start == 2 ? null : new String(body, start, end - start, StandardCharsets.UTF_8);
  }
}
