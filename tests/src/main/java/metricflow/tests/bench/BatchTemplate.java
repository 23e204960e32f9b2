package metricflow.tests.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.IntSummaryStatistics;
import java.util.List;
import metricflow.tests.simulation.Histories;

/**
 * The body of {@code POST /v1/batch} with simulated events, whose ids and times are written in
 * place for each request: making load must not cost more than taking it.
 */
final class BatchTemplate {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String NO_ID = "00000000-0000-7000-8000-000000000000";
  private static final String NO_TIME = "1970-01-01T00:00:00.000Z";
  private static final String HEAD = "{\"sent_at\":\"" + NO_TIME + "\",\"batch\":[";
  private static final int NUMBER_DIGITS = 12;
  private static final long MIXER = 0x9E3779B97F4A7C15L;
  private static final DateTimeFormatter MILLIS =
      DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

  /** Events among which a run's batches repeat themselves but for ids and times. */
  private static final int DIFFERENT_EVENTS = 40_000;

  private final byte[] body;
  private final List<Integer> ids;
  private final List<Integer> times;
  private final List<Span> events;

  /** Where an event lies in the body. */
  private record Span(int from, int to) {}

  private BatchTemplate(List<String> eventTexts) {
    StringBuilder text = new StringBuilder(HEAD);
    events = new ArrayList<>();
    for (String event : eventTexts) {
      text.append(events.isEmpty() ? "" : ",");
      events.add(new Span(text.length(), text.length() + event.length()));
      text.append(event);
    }
    text.append("]}");
    this.body = text.toString().getBytes(StandardCharsets.UTF_8);
    this.ids = offsets(text, NO_ID);
    this.times = offsets(text, NO_TIME);
  }

  /** Templates of {@code size} events each, from one simulated day. */
  static List<BatchTemplate> simulated(int size) throws IOException {
    ByteArrayOutputStream history = new ByteArrayOutputStream();
    Histories.write(Instant.parse("2026-11-24T00:00:00Z"), 1, 2L * DIFFERENT_EVENTS, 1, history);
    List<BatchTemplate> templates = new ArrayList<>();
    List<String> filled = new ArrayList<>();
    for (String line : history.toString(StandardCharsets.UTF_8).split("\n", -1)) {
      if (line.isEmpty() || templates.size() == DIFFERENT_EVENTS / size) {
        continue;
      }
      ObjectNode event = (ObjectNode) JSON.readTree(line);
      filled.add(event.put("event_id", NO_ID).put("event_time", NO_TIME).toString());
      if (filled.size() == size) {
        templates.add(new BatchTemplate(filled));
        filled.clear();
      }
    }
    return templates;
  }

  private static List<Integer> offsets(StringBuilder body, String placeholder) {
    // Offsets of characters are offsets of bytes: the simulation writes ASCII only.
    List<Integer> found = new ArrayList<>();
    for (int at = body.indexOf(placeholder); at >= 0; at = body.indexOf(placeholder, at + 1)) {
      found.add(at);
    }
    return found;
  }

  /** Bytes of JSON of the events of {@code templates}: mean and range. */
  static IntSummaryStatistics eventBytes(List<BatchTemplate> templates) {
    return templates.stream()
        .flatMap(template -> template.events.stream())
        .mapToInt(event -> event.to() - event.from())
        .summaryStatistics();
  }

  /**
   * A body of its own.
   *
   * @param run distinguishes the ids of benchmark runs, 32 bits
   * @param firstEvent number of the first event within the run
   */
  byte[] fill(int run, long firstEvent, Instant now) {
    byte[] filled = body.clone();
    byte[] time = MILLIS.format(now).getBytes(StandardCharsets.US_ASCII);
    for (int at : times) {
      System.arraycopy(time, 0, filled, at, time.length);
    }
    for (int i = 0; i < ids.size(); i++) {
      int at = ids.get(i);
      hex(filled, at, 8, Integer.toUnsignedLong(run));
      // Real ids are random in part, and so do not compress: these by what looks random.
      long mixed = (firstEvent + i + 1) * MIXER;
      hex(filled, at + 9, 4, mixed >>> 48);
      hex(filled, at + 15, 3, mixed >>> 36);
      hex(filled, at + 20, 3, mixed >>> 24);
      hex(filled, at + NO_ID.length() - NUMBER_DIGITS, NUMBER_DIGITS, firstEvent + i);
    }
    return filled;
  }

  /** The JSON objects of the events of a {@code filled} body. */
  List<byte[]> events(byte[] filled) {
    return events.stream()
        .map(event -> Arrays.copyOfRange(filled, event.from(), event.to()))
        .toList();
  }

  private static void hex(byte[] into, int at, int digits, long value) {
    long rest = value;
    for (int i = at + digits - 1; i >= at; i--) {
      into[i] = (byte) Character.forDigit((int) (rest & 15), 16);
      rest >>>= 4;
    }
  }
}
