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
import java.util.List;
import metricflow.tests.simulation.Gzip;
import metricflow.tests.simulation.Histories;

/**
 * The body of {@code POST /v1/batch} with simulated events, whose ids and times are written in
 * place for each request: making load must not cost more than taking it.
 */
final class BatchTemplate {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String NO_ID = "00000000-0000-7000-8000-000000000000";
  private static final String NO_TIME = "1970-01-01T00:00:00.000Z";
  private static final int NUMBER_DIGITS = 12;
  private static final DateTimeFormatter MILLIS =
      DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

  private final byte[] body;
  private final List<Integer> ids;
  private final List<Integer> times;

  private BatchTemplate(String body) {
    this.body = body.getBytes(StandardCharsets.UTF_8);
    this.ids = offsets(body, NO_ID);
    this.times = offsets(body, NO_TIME);
  }

  /** Templates of {@code size} events each, from one simulated day. */
  static List<BatchTemplate> simulated(int count, int size) throws IOException {
    ByteArrayOutputStream history = new ByteArrayOutputStream();
    Histories.write(Instant.parse("2026-11-24T00:00:00Z"), 1, 2L * count * size, 1, history);
    List<BatchTemplate> templates = new ArrayList<>();
    StringBuilder events = new StringBuilder();
    int filled = 0;
    for (String line : history.toString(StandardCharsets.UTF_8).split("\n", -1)) {
      if (line.isEmpty() || templates.size() == count) {
        continue;
      }
      ObjectNode event = (ObjectNode) JSON.readTree(line);
      event.put("event_id", NO_ID).put("event_time", NO_TIME);
      events.append(filled == 0 ? "" : ",").append(event);
      if (++filled == size) {
        templates.add(
            new BatchTemplate("{\"sent_at\":\"%s\",\"batch\":[%s]}".formatted(NO_TIME, events)));
        events.setLength(0);
        filled = 0;
      }
    }
    return templates;
  }

  private static List<Integer> offsets(String body, String placeholder) {
    // Offsets of characters are offsets of bytes: the simulation writes ASCII only.
    List<Integer> found = new ArrayList<>();
    for (int at = body.indexOf(placeholder); at >= 0; at = body.indexOf(placeholder, at + 1)) {
      found.add(at);
    }
    return found;
  }

  int bytes() {
    return body.length;
  }

  /**
   * A body of its own.
   *
   * @param run distinguishes the ids of benchmark runs, 32 bits
   * @param firstEvent number of the first event within the run
   */
  byte[] fill(int run, long firstEvent, Instant now, boolean gzip) {
    byte[] filled = body.clone();
    byte[] time = MILLIS.format(now).getBytes(StandardCharsets.US_ASCII);
    for (int at : times) {
      System.arraycopy(time, 0, filled, at, time.length);
    }
    for (int i = 0; i < ids.size(); i++) {
      hex(filled, ids.get(i), 8, Integer.toUnsignedLong(run));
      hex(filled, ids.get(i) + NO_ID.length() - NUMBER_DIGITS, NUMBER_DIGITS, firstEvent + i);
    }
    return gzip ? Gzip.of(filled) : filled;
  }

  private static void hex(byte[] into, int at, int digits, long value) {
    long rest = value;
    for (int i = at + digits - 1; i >= at; i--) {
      into[i] = (byte) Character.forDigit((int) (rest & 15), 16);
      rest >>>= 4;
    }
  }
}
