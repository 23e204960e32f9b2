package metricflow.api.trino;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import metricflow.api.query.Caller;
import metricflow.problem.Problem;
import metricflow.problem.ProblemException;
import metricflow.problem.ProblemType;
import org.junit.jupiter.api.Test;

class ScanBudgetTest {
  private static final long MB = 1L << 20;
  private static final int GREEDY = 1;
  private static final int OTHER = 2;

  private final AtomicLong nanos = new AtomicLong();
  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private final ScanBudget budget = new ScanBudget(60 * MB, nanos::get, registry);

  @Test
  void a_minute_s_bytes_may_be_read_at_once_and_then_nothing_until_what_is_owed_has_come_back() {
    budget.admit(GREEDY);
    budget.charge(GREEDY, 60 * MB);
    budget.admit(GREEDY);
    budget.charge(GREEDY, 90 * MB);

    Problem refused = refusal(GREEDY);
    assertThat(refused.type()).isEqualTo(ProblemType.RATE_EXCEEDED);
    assertThat(refused.retryAfterSeconds()).isEqualTo(90);
    assertThat(refused.detail()).contains("60 MB").contains("in a minute").contains("90 s");
    assertThat(registry.counter("metricflow.query.budget.refused").count()).isEqualTo(1);

    wait(Duration.ofSeconds(89));
    assertThat(refusal(GREEDY).retryAfterSeconds()).isEqualTo(1);
    wait(Duration.ofSeconds(1));
    budget.admit(GREEDY);
  }

  @Test
  void what_is_owed_is_not_forgotten_while_nobody_asks() {
    budget.charge(GREEDY, 600 * MB);

    wait(Duration.ofMinutes(8));
    assertThat(refusal(GREEDY).retryAfterSeconds()).isEqualTo(60);
  }

  @Test
  void no_project_pays_for_another_and_none_for_what_all_need() {
    budget.charge(GREEDY, 600 * MB);
    budget.charge(Caller.OURSELVES.projectId(), 600 * MB);

    assertThatCode(() -> budget.admit(OTHER)).doesNotThrowAnyException();
    assertThatCode(() -> budget.admit(Caller.OURSELVES.projectId())).doesNotThrowAnyException();
  }

  @Test
  void without_a_budget_everybody_reads_what_they_like() {
    ScanBudget.NONE.charge(GREEDY, Long.MAX_VALUE / 2);

    assertThatCode(() -> ScanBudget.NONE.admit(GREEDY)).doesNotThrowAnyException();
  }

  private Problem refusal(int project) {
    return catchThrowableOfType(ProblemException.class, () -> budget.admit(project)).problem();
  }

  private void wait(Duration time) {
    nanos.addAndGet(time.toNanos());
  }
}
