package metricflow.trino;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class LakeLocationTest {
  @Test
  void a_folder_lies_under_the_catalogs_own_root() {
    assertThat(LakeLocation.inTrino("/srv/metricflow/data/lake")).isEqualTo("local:///lake");
  }

  @Test
  void a_uri_is_taken_as_it_is() {
    assertThat(LakeLocation.inTrino("s3a://bucket/lake/")).isEqualTo("s3a://bucket/lake");
  }

  @ParameterizedTest
  @ValueSource(strings = {"data/lake", "/", ""})
  void a_folder_trino_could_not_find_is_refused(String lake) {
    assertThatThrownBy(() -> LakeLocation.inTrino(lake))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("METRICFLOW_LAKE");
  }
}
