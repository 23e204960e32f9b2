package metricflow.tests.simulation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Sends batches as a good client does: the same event ids again after a network error, 408, 429 or
 * 5xx, no sooner than the server asks. Thread-safe.
 */
final class BatchSender {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int GZIP_FROM_BYTES = 4 * 1024;
  private static final Duration TIMEOUT = Duration.ofSeconds(15);
  private static final long FIRST_PAUSE_MILLIS = 250;
  private static final long LONGEST_PAUSE_MILLIS = 15_000;

  private final HttpClient http =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(5))
          .build();
  private final URI address;
  private final String writeKey;
  private final SendingTotals totals;

  BatchSender(URI address, String writeKey, SendingTotals totals) {
    this.address = address;
    this.writeKey = writeKey;
    this.totals = totals;
  }

  /**
   * Sends a batch and returns once it has been answered for good.
   *
   * @throws InterruptedException when the process stops first
   */
  void send(List<SimulatedEvent> events) throws InterruptedException {
    totals.sent(events.size());
    long pause = FIRST_PAUSE_MILLIS;
    while (true) {
      HttpResponse<byte[]> answer = attempt(events);
      if (answer != null && !retryable(answer.statusCode())) {
        count(answer, events.size());
        return;
      }
      totals.retried();
      Thread.sleep(retryAfterMillis(answer, pause + ThreadLocalRandom.current().nextLong(pause)));
      pause = Math.min(LONGEST_PAUSE_MILLIS, pause * 2);
    }
  }

  private HttpResponse<byte[]> attempt(List<SimulatedEvent> events) throws InterruptedException {
    // Written anew for each attempt: sent_at must tell the time of this one.
    byte[] body = EventJson.batch(Instant.now(), events);
    HttpRequest.Builder request =
        HttpRequest.newBuilder(address)
            .timeout(TIMEOUT)
            .header("Authorization", "Bearer " + writeKey)
            .header("Content-Type", "application/json");
    if (body.length >= GZIP_FROM_BYTES) {
      request.header("Content-Encoding", "gzip");
      body = Gzip.of(body);
    }
    try {
      return http.send(
          request.POST(HttpRequest.BodyPublishers.ofByteArray(body)).build(),
          HttpResponse.BodyHandlers.ofByteArray());
    } catch (IOException unreachable) {
      return null;
    }
  }

  private static boolean retryable(int status) {
    return status == 408 || status == 429 || status >= 500;
  }

  private static long retryAfterMillis(HttpResponse<byte[]> answer, long otherwise) {
    if (answer == null) {
      return otherwise;
    }
    try {
      return answer
          .headers()
          .firstValue("Retry-After")
          .map(seconds -> 1_000 * Long.parseLong(seconds.strip()))
          .orElse(otherwise);
    } catch (NumberFormatException aDate) {
      return otherwise;
    }
  }

  private void count(HttpResponse<byte[]> answer, int events) {
    if (answer.statusCode() != 200) {
      totals.refused(events, answer.statusCode());
      return;
    }
    try {
      JsonNode body = JSON.readTree(answer.body());
      totals.answered(body.path("accepted").asInt(), body.path("rejected").asInt());
    } catch (IOException notJson) {
      throw new UncheckedIOException("200 without the promised JSON", notJson);
    }
  }
}
