package metricflow.tests.bench;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class BatchTemplateTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Instant NOW = Instant.parse("2026-11-24T12:34:56.789Z");

  @Test
  void each_request_has_ids_and_times_of_its_own() throws IOException {
    List<BatchTemplate> templates = BatchTemplate.simulated(20);
    Set<String> ids = new HashSet<>();
    for (int batch = 0; batch < 50; batch++) {
      JsonNode body = JSON.readTree(templates.get(batch % 3).fill(7, 20L * batch, NOW));
      assertThat(body.path("sent_at").asText()).isEqualTo(NOW.toString());
      for (JsonNode event : body.path("batch")) {
        assertThat(event.path("event_time").asText()).isEqualTo(NOW.toString());
        ids.add(event.path("event_id").asText());
      }
    }
    assertThat(ids).hasSize(50 * 20);
  }

  @Test
  void the_lines_of_the_peers_are_the_events_of_the_batch() throws IOException {
    BatchTemplate template = BatchTemplate.simulated(20).getFirst();
    byte[] body = template.fill(7, 0, NOW);
    JsonNode batch = JSON.readTree(body).path("batch");
    List<byte[]> events = template.events(body);
    assertThat(events).hasSize(batch.size());
    for (int i = 0; i < events.size(); i++) {
      assertThat(JSON.readTree(events.get(i))).isEqualTo(batch.get(i));
    }
  }

  @Test
  void events_are_as_large_as_real_ones() throws IOException {
    var bytes = BatchTemplate.eventBytes(BatchTemplate.simulated(100));
    assertThat(bytes.getCount()).isEqualTo(40_000);
    assertThat(bytes.getMin()).isGreaterThan(250);
    assertThat(bytes.getMax()).isLessThan(800);
    assertThat(bytes.getAverage()).isBetween(400.0, 550.0);
  }
}
