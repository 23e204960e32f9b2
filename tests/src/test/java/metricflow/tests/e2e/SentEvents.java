package metricflow.tests.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Request;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Set;
import java.util.TreeSet;
import java.util.zip.GZIPInputStream;

/** The events a tab has sent, read from its requests to the collector. */
final class SentEvents {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Set<String> eventIds = new TreeSet<>();

  private SentEvents() {}

  static SentEvents watch(Page tab) {
    SentEvents sent = new SentEvents();
    tab.onRequest(sent::read);
    return sent;
  }

  /** Their ids; an event sent twice is one. */
  Set<String> eventIds() {
    return Set.copyOf(eventIds);
  }

  private void read(Request request) {
    byte[] body = request.postDataBuffer();
    if (!request.url().contains("/v1/batch") || body == null) {
      return;
    }
    try (InputStream in = open(body)) {
      for (JsonNode event : JSON.readTree(in).path("batch")) {
        eventIds.add(event.path("event_id").asText());
      }
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  private static InputStream open(byte[] body) throws IOException {
    InputStream in = new ByteArrayInputStream(body);
    boolean gzip = body.length > 2 && (body[0] & 0xFF) == 0x1F && (body[1] & 0xFF) == 0x8B;
    return gzip ? new GZIPInputStream(in) : in;
  }
}
