package metricflow.api.collect;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import metricflow.problem.ProblemException;
import org.junit.jupiter.api.Test;

final class ByteBudgetTest {
  private final ByteBudget budget = new ByteBudget(100 * 1024);

  @Test
  void requests_beyond_the_budget_are_refused_until_others_end() {
    try (ByteBudget.Lease first = budget.lease()) {
      first.take(80 * 1024);
      assertThatThrownBy(() -> takeAndGiveBack(30 * 1024))
          .isInstanceOf(ProblemException.class)
          .hasMessageContaining("at once");
    }

    assertThatCode(() -> takeAndGiveBack(90 * 1024)).doesNotThrowAnyException();
  }

  private void takeAndGiveBack(int bytes) {
    try (ByteBudget.Lease lease = budget.lease()) {
      lease.take(bytes);
    }
  }
}
