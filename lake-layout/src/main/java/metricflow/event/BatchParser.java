package metricflow.event;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import metricflow.problem.Problem;
import metricflow.problem.ProblemException;
import metricflow.problem.ProblemType;

/** Reads the body of {@code POST /v1/batch}, and single events for backfill. Thread-safe. */
public final class BatchParser {
  private static final int MAX_DEPTH = 64;

  /**
   * Entries a batch may have. Each entry costs memory and an answer line however small it is, and
   * with this bound the bus record of a full batch of the smallest events stays below 1 MB.
   */
  private static final int MAX_ENTRIES = 10_000;

  private final EventLimits limits;
  private final EventParser events;
  private final JsonFactory json =
      JsonFactory.builder()
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(MAX_DEPTH)
                  .maxNumberLength(400)
                  .maxNameLength(2_000)
                  .build())
          .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
          .build();

  /** A parser that holds clients to {@code limits}. */
  public BatchParser(EventLimits limits) {
    this(limits, false);
  }

  private BatchParser(EventLimits limits, boolean history) {
    this.limits = limits;
    this.events = new EventParser(limits, history);
  }

  /**
   * A parser of lines of history: an event without an id gets one made from its text, the same each
   * time.
   */
  public static BatchParser ofHistory(EventLimits limits) {
    return new BatchParser(limits, true);
  }

  /**
   * A batch as read.
   *
   * @param writeKey the key in the body, or null
   * @param sentAt client clock at sending, epoch milliseconds, or {@link EventClock#UNKNOWN}
   * @param verdicts one per entry of {@code batch}, in order
   */
  public record ParsedBatch(String writeKey, long sentAt, List<Verdict> verdicts) {}

  /**
   * Reads a batch.
   *
   * @param body UTF-8 JSON: the batch object
   * @param receivedAt collector clock at receipt, epoch milliseconds
   * @throws ProblemException when the body is not JSON or holds no batch
   */
  public ParsedBatch parse(byte[] body, long receivedAt) {
    try (JsonParser parser = parserOf(body)) {
      return parse(parser, body, receivedAt);
    } catch (IOException notJson) {
      throw new ProblemException(ProblemType.MALFORMED_JSON, explain(notJson), notJson);
    }
  }

  /** UTF-8 only: of other encodings the parser knows no byte offsets to cut texts by. */
  private JsonParser parserOf(byte[] text) throws IOException {
    JsonParser parser = json.createParser(text);
    if (parser.currentLocation().getByteOffset() < 0) {
      throw new JsonParseException(parser, "The text is not UTF-8");
    }
    return parser;
  }

  private ParsedBatch parse(JsonParser parser, byte[] body, long receivedAt) throws IOException {
    if (parser.nextToken() != JsonToken.START_OBJECT) {
      throw new ProblemException(ProblemType.BATCH_MISSING, "The body is not a JSON object.");
    }
    String writeKey = null;
    long sentAt = EventClock.UNKNOWN;
    boolean sentAtSeen = false;
    int batchStart = -1;
    List<Verdict> verdicts = null;
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      String field = parser.currentName();
      JsonToken value = parser.nextToken();
      if (field.equals("write_key") && value == JsonToken.VALUE_STRING) {
        writeKey = parser.getText();
      } else if (field.equals("sent_at")) {
        // An unreadable sent_at is only a missing correction: the events themselves are good.
        sentAt = EventParser.time(field, parser, new EventDraft(limits));
        sentAtSeen = true;
      } else if (field.equals("batch") && value == JsonToken.START_ARRAY && sentAtSeen) {
        verdicts = verdicts(parser, body, sentAt, receivedAt);
      } else if (field.equals("batch") && value == JsonToken.START_ARRAY) {
        batchStart = (int) parser.currentTokenLocation().getByteOffset();
        parser.skipChildren();
      } else {
        parser.skipChildren();
      }
    }
    if (parser.nextToken() != null) {
      throw new ProblemException(
          ProblemType.MALFORMED_JSON, "There is text after the JSON object.");
    }
    if (verdicts == null && batchStart >= 0) {
      verdicts = verdictsFrom(batchStart, body, sentAt, receivedAt);
    }
    if (verdicts == null) {
      throw new ProblemException(ProblemType.BATCH_MISSING, "'batch' is missing or not an array.");
    }
    return new ParsedBatch(writeKey, sentAt, verdicts);
  }

  /** Reads the events again, for a body that names its sending time only after them. */
  private List<Verdict> verdictsFrom(int start, byte[] body, long sentAt, long receivedAt)
      throws IOException {
    byte[] rest = Arrays.copyOfRange(body, start, body.length);
    try (JsonParser parser = parserOf(rest)) {
      parser.nextToken();
      return verdicts(parser, rest, sentAt, receivedAt);
    }
  }

  private List<Verdict> verdicts(JsonParser parser, byte[] body, long sentAt, long receivedAt)
      throws IOException {
    List<Verdict> verdicts = new ArrayList<>();
    long acceptedBytes = 0;
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      if (verdicts.size() == MAX_ENTRIES) {
        throw new ProblemException(
            ProblemType.BATCH_TOO_LARGE,
            "The batch has more than %d entries.".formatted(MAX_ENTRIES));
      }
      int start = (int) parser.currentTokenLocation().getByteOffset();
      Verdict verdict = events.parse(parser, body, sentAt, receivedAt);
      int end = (int) parser.currentLocation().getByteOffset();
      if (verdict instanceof Verdict.Accepted accepted) {
        acceptedBytes += end - start;
        if (acceptedBytes > limits.maxBatchBytes()) {
          verdict = overBatchLimit(accepted.event(), body, start, end);
        }
      }
      verdicts.add(verdict);
    }
    return verdicts;
  }

  private Verdict overBatchLimit(Event event, byte[] body, int start, int end) {
    return new Verdict.Rejected(
        event.eventId().toString(),
        new Problem(
            ProblemType.BATCH_TOO_LARGE,
            "The events before this one fill the %d bytes a batch may have."
                .formatted(limits.maxBatchBytes())),
        Excerpt.of(body, start, end, limits.maxRejectedPayloadBytes()));
  }

  /**
   * Reads one event from its JSON text, with no sending time to correct its clock by.
   *
   * @param line UTF-8 JSON object
   * @param receivedAt time of the import, epoch milliseconds
   */
  public Verdict parseEvent(byte[] line, long receivedAt) {
    try (JsonParser parser = parserOf(line)) {
      if (parser.nextToken() == null) {
        return malformed(line, "The line is empty.");
      }
      Verdict verdict = events.parse(parser, line, EventClock.UNKNOWN, receivedAt);
      return parser.nextToken() == null
          ? verdict
          : malformed(line, "There is text after the event.");
    } catch (IOException notJson) {
      return malformed(line, explain(notJson));
    }
  }

  private Verdict malformed(byte[] line, String detail) {
    return new Verdict.Rejected(
        null,
        new Problem(ProblemType.MALFORMED_JSON, detail),
        Excerpt.of(line, 0, line.length, limits.maxRejectedPayloadBytes()));
  }

  private static String explain(IOException notJson) {
    if (notJson instanceof com.fasterxml.jackson.core.JsonProcessingException at
        && at.getLocation() != null) {
      return "%s (line %d, column %d)."
          .formatted(
              firstLine(at.getOriginalMessage()),
              at.getLocation().getLineNr(),
              at.getLocation().getColumnNr());
    }
    return "The text ends early or is not JSON.";
  }

  private static String firstLine(String message) {
    int end = message.indexOf('\n');
    String line = end < 0 ? message : message.substring(0, end);
    return line.length() <= 200 ? line : line.substring(0, 200) + "…";
  }
}
