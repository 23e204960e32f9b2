package metricflow.api.collect;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.InputStream;
import java.util.UUID;
import metricflow.api.metadata.Project;
import metricflow.api.rate.TokenBucket;
import metricflow.problem.Problem;
import metricflow.problem.ProblemType;
import org.junit.jupiter.api.Test;

final class RejectsTest {
  private static final int STRANGERS = 100;

  private final InMemoryEventBus bus = new InMemoryEventBus();
  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private final Rejects rejects =
      new Rejects(bus, new TokenBucket(STRANGERS, () -> 0L), new CollectorMetrics(registry));

  @Test
  void strangers_cannot_fill_the_lake() {
    keep(null, 300);

    assertThat(bus.rejected).hasSize(STRANGERS);
    assertThat(notKept()).isEqualTo(200);
  }

  @Test
  void what_a_project_sends_is_kept_however_much_it_is() {
    keep(new Project(1, "Test"), 300);

    assertThat(bus.rejected).hasSize(300);
    assertThat(notKept()).isZero();
  }

  @Test
  void what_the_bus_did_not_take_is_counted() {
    bus.down = true;

    keep(new Project(1, "Test"), 1);

    assertThat(notKept()).isEqualTo(1);
  }

  private void keep(Project project, int times) {
    CollectRequest request =
        new CollectRequest(
            new UUID(0, 1), 0, null, null, -1, null, null, null, InputStream.nullInputStream());
    Intake intake = new Intake(request, new ByteBudget(1024).lease());
    intake.project(project);
    for (int i = 0; i < times; i++) {
      rejects.keepRequest(intake, new Problem(ProblemType.MALFORMED_JSON, "test"));
    }
  }

  private double notKept() {
    return registry.counter("metricflow.refusals.not.kept").count();
  }
}
