package metricflow.tests.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpHeaders;

/** What the API answered; {@code body} is a missing node when it was not JSON. */
record Answer(int status, HttpHeaders headers, JsonNode body, String text) {

  String contentType() {
    return headers.firstValue("Content-Type").orElse("");
  }

  /** The same answer, for one that must have {@code status}. */
  Answer expect(int expected) {
    if (status != expected) {
      throw new AssertionError("status %d instead of %d: %s".formatted(status, expected, text));
    }
    return this;
  }
}
