package metricflow.tests.instance;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpHeaders;

/** What the API answered; {@code body} is a missing node when it was not JSON. */
public record Answer(int status, HttpHeaders headers, JsonNode body, String text) {

  public String contentType() {
    return headers.firstValue("Content-Type").orElse("");
  }

  /** The same answer, for one that must have {@code status}. */
  public Answer expect(int expected) {
    if (status != expected) {
      throw new AssertionError("status %d instead of %d: %s".formatted(status, expected, text));
    }
    return this;
  }
}
