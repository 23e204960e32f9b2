package metricflow.bus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;
import metricflow.event.Event;
import org.junit.jupiter.api.Test;

final class EventBatchCodecTest {
  private static final EventBatch RECORDED =
      new EventBatch(
          42,
          new UUID(0x0123456789abcdefL, 0x8edcba9876543210L),
          1_795_000_000_100L,
          1_795_000_000_123L,
          List.of(event("page_view", "größe 🎉", "{\"a\":1}"), event("page_view", null, null)));

  private static Event event(String name, String page, String properties) {
    return new Event(
        new UUID(1, 2),
        name,
        "ada",
        null,
        "s1",
        Event.NO_SEQUENCE,
        1_795_000_000_000L,
        1_795_000_300_000L,
        "shop.example",
        page,
        null,
        null,
        null,
        null,
        "DE",
        "mobile",
        "Safari",
        "iOS",
        "pro",
        "js/0.1.0",
        properties,
        null);
  }

  @Test
  void bytes_recorded_from_version_1_are_still_read() throws IOException {
    assertThat(EventBatchCodec.decode(recorded())).isEqualTo(RECORDED);
  }

  @Test
  void version_1_is_written_as_it_was_recorded() throws IOException {
    assertThat(EventBatchCodec.encode(RECORDED)).isEqualTo(recorded());
  }

  @Test
  void a_text_that_repeats_is_written_once() {
    EventBatch once =
        new EventBatch(1, new UUID(0, 0), 0, 0, List.of(event("page_view", "/long/path", null)));
    EventBatch twice =
        new EventBatch(
            1, new UUID(0, 0), 0, 0, List.of(once.events().getFirst(), once.events().getFirst()));

    int more = EventBatchCodec.encode(twice).length - EventBatchCodec.encode(once).length;
    assertThat(more).isLessThan(60);
  }

  @Test
  void other_bytes_are_refused() {
    assertThatThrownBy(() -> EventBatchCodec.decode(new byte[] {'X'}))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("first byte");
    assertThatThrownBy(() -> EventBatchCodec.decode(new byte[] {'M', 2}))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("version 2");
  }

  private static byte[] recorded() throws IOException {
    try (InputStream in = EventBatchCodecTest.class.getResourceAsStream("event-batch-v1.hex")) {
      String hex = new String(in.readAllBytes(), StandardCharsets.US_ASCII);
      return HexFormat.of().parseHex(hex.replaceAll("\\s", ""));
    }
  }
}
