package metricflow.streaming;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import metricflow.config.Config;
import metricflow.config.ConfigKey;
import metricflow.config.CrashPoint;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class CrashTest {
  private static final int BATCHES = 4;

  private final List<String> deaths = new ArrayList<>();
  private String position;

  @Test
  void a_stream_that_is_not_told_to_die_lives() {
    String unset = Config.from(Map.of()).text(ConfigKey.METRICFLOW_CRASH_AT);
    walk(unset);
    assertThat(deaths).isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  void it_dies_at_the_point_of_the_first_micro_batch(CrashPoint point) {
    walk(point.name());
    assertThat(deaths).containsExactly(point + " of 7");
  }

  @Test
  void it_dies_at_the_point_of_the_nth_micro_batch() {
    walk("AFTER_REDIS:3");
    assertThat(deaths).containsExactly("AFTER_REDIS of 9");
  }

  @Test
  void a_point_that_a_micro_batch_passes_often_counts_once() {
    walk("BETWEEN_PROJECTS:2");
    assertThat(deaths).containsExactly("BETWEEN_PROJECTS of 8");
  }

  @ParameterizedTest
  @ValueSource(strings = {"NOWHERE", "AFTER_REDIS:0", "AFTER_REDIS:", ":2", "after_redis"})
  void a_point_that_does_not_exist_is_refused(String setting) {
    assertThatThrownBy(() -> Crash.at(setting))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("METRICFLOW_CRASH_AT is '" + setting + "'")
        .hasMessageContaining("BEFORE_DELTA");
  }

  /** Micro-batches from number 7 on, each past every point, past the one between projects twice. */
  private void walk(String setting) {
    Crash crash = Crash.at(setting, () -> deaths.add(position));
    for (long batch = 7; batch < 7 + BATCHES; batch++) {
      for (CrashPoint point : CrashPoint.values()) {
        position = point + " of " + batch;
        crash.reached(point, batch);
        if (point == CrashPoint.BETWEEN_PROJECTS) {
          crash.reached(point, batch);
        }
      }
    }
  }
}
