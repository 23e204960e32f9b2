package metricflow.live;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.UUID;
import java.util.stream.Stream;
import metricflow.event.Dimension;
import metricflow.event.Event;
import org.junit.jupiter.api.Test;

final class LiveKeysTest {
  private final LiveKeys keys = new LiveKeys(7);

  @Test
  void all_keys_of_a_project_lie_on_one_shard() {
    assertThat(
            Stream.of(
                keys.applied(),
                keys.minute(1),
                keys.visitors(1),
                keys.feed(),
                keys.funnelPersons("f", 1),
                keys.funnelSteps("f", 1)))
        .doesNotHaveDuplicates()
        .allMatch(key -> key.startsWith("mf:{7}:"));
  }

  @Test
  void a_value_may_hold_the_separator() {
    assertThat(LiveDimensions.field(Dimension.PAGE, "/a|b")).isEqualTo("page|/a|b");
  }

  @Test
  void a_feed_entry_is_json_whatever_the_event_holds() {
    Event event =
        new Event(
            new UUID(1, 2),
            "cl\"ick",
            "ada",
            null,
            null,
            -1,
            0,
            0,
            null,
            "/\n",
            null,
            null,
            null,
            null,
            null,
            "mobile",
            null,
            null,
            null,
            null,
            null,
            null);

    assertThat(FeedEntry.toJson(event))
        .isEqualTo(
            "{\"event_time\":\"1970-01-01T00:00:00Z\","
                + "\"event_id\":\"00000000-0000-0001-0000-000000000002\","
                + "\"event\":\"cl\\\"ick\",\"page\":\"/\\n\",\"country\":null,"
                + "\"device\":\"mobile\",\"distinct_id\":\"ada\"}");
  }
}
