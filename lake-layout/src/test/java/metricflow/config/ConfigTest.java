package metricflow.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class ConfigTest {
  @ParameterizedTest
  @EnumSource
  void every_setting_has_a_default_and_a_meaning(ConfigKey key) {
    assertThat(Config.from(Map.of()).text(key)).isEqualTo(key.defaultValue());
    assertThat(key.meaning()).isNotBlank();
  }

  @ParameterizedTest
  @EnumSource
  void every_setting_can_be_set(ConfigKey key) {
    assertThat(Config.from(Map.of(key.name(), "8123")).text(key)).isEqualTo("8123");
  }

  @Test
  void all_that_is_wrong_is_named_at_once() {
    assertThatThrownBy(
            () -> Config.from(Map.of("METRICFLOW_API_PORT", "http", "METRICFLOW_TRIGGER_MS", "-1")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("METRICFLOW_API_PORT is 'http'")
        .hasMessageContaining("METRICFLOW_TRIGGER_MS is '-1'");
  }

  @Test
  void an_address_has_a_host_and_a_port() {
    Config config = Config.from(Map.of("METRICFLOW_REDIS", "redis.example:6379"));

    assertThat(config.host(ConfigKey.METRICFLOW_REDIS)).isEqualTo("redis.example");
    assertThat(config.port(ConfigKey.METRICFLOW_REDIS)).isEqualTo(6379);
  }

  @Test
  void an_address_without_a_port_is_named() {
    Config config = Config.from(Map.of("METRICFLOW_REDIS", "redis.example"));

    assertThatThrownBy(() -> config.port(ConfigKey.METRICFLOW_REDIS))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("METRICFLOW_REDIS is 'redis.example'");
  }
}
