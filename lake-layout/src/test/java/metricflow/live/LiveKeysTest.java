package metricflow.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import metricflow.config.Config;
import metricflow.config.ConfigKey;
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
                keys.identity(1),
                keys.staged().feed(),
                keys.funnelPersons("f", 1),
                keys.funnelSteps("f", 1)))
        .doesNotHaveDuplicates()
        .allMatch(key -> key.startsWith("mf:{7}:"));
  }

  @Test
  void keys_are_told_from_their_text() {
    assertThat(LiveKeys.of(keys.feed())).contains(keys);
    assertThat(LiveKeys.of(keys.staged().minute(5))).contains(keys.staged());
    assertThat(LiveKeys.of(LiveKeys.STREAM)).isEmpty();
    assertThat(LiveKeys.of("mf:{x}:feed")).isEmpty();
  }

  @Test
  void a_long_value_counts_under_its_beginning() {
    assertThat(LiveDimensions.field(Dimension.PAGE, "x".repeat(1_000)))
        .isEqualTo("page|" + "x".repeat(LiveKeys.MAX_VALUE_LENGTH - 1) + "\u2026");
    assertThat(LiveDimensions.field(Dimension.PAGE, "x".repeat(LiveKeys.MAX_VALUE_LENGTH)))
        .isEqualTo("page|" + "x".repeat(LiveKeys.MAX_VALUE_LENGTH));
  }

  @Test
  void further_dimensions_are_those_the_setting_names_each_once() {
    assertThat(named("os, host,os,page").further()).containsExactly(Dimension.OS, Dimension.HOST);
    assertThat(named("").further()).isEmpty();
    assertThat(LiveDimensions.of(Config.from(Map.of())).further())
        .containsExactly(Dimension.BROWSER, Dimension.OS, Dimension.UTM_SOURCE);
  }

  @Test
  void a_dimension_that_does_not_exist_is_refused_with_those_that_do() {
    assertThatThrownBy(() -> named("os,shoe_size"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("METRICFLOW_LIVE_DIMENSIONS names 'shoe_size'")
        .hasMessageContaining("utm_campaign");
  }

  private static LiveDimensions named(String names) {
    return LiveDimensions.of(
        Config.from(Map.of(ConfigKey.METRICFLOW_LIVE_DIMENSIONS.name(), names)));
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
