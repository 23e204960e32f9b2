package metricflow.tests.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import metricflow.tests.instance.Answer;
import metricflow.tests.instance.ApiClient;
import metricflow.tests.instance.Cli;
import metricflow.tests.instance.Instance;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The instance tells the truth about itself. */
class OperationsIT {
  private final Instance instance = Instance.fromEnvironment();
  private final ApiClient api = new ApiClient(instance.api());

  @ParameterizedTest
  @ValueSource(strings = {"kafka", "redis", "trino", "streaming", "catalog", "api"})
  void status_lists_every_component_as_running(String component) {
    String status = new Cli(instance).run("status");
    assertThat(status.lines())
        .anyMatch(line -> line.matches(".*\\b%s\\b\\W+(ready|done)\\b.*".formatted(component)));
  }

  @Test
  void the_api_is_alive_and_ready_with_every_dependency() {
    api.get("/health/live", null).expect(200);
    Answer ready = api.get("/health/ready", null).expect(200);
    assertThat(ready.body().isObject()).isTrue();
  }

  @Test
  void an_address_that_is_not_there_is_a_problem_not_a_page() {
    Answer answer = api.get("/v1/nothing", null).expect(404);
    assertThat(answer.contentType()).startsWith("application/problem+json");
  }
}
