package metricflow.api.trino;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.time.Duration;
import metricflow.problem.ProblemException;
import metricflow.problem.ProblemType;
import org.junit.jupiter.api.Test;

class TurnsTest {
  @Test
  void who_cannot_even_wait_is_sent_away_at_once() {
    Turns turns = new Turns(1, 0, Duration.ofDays(1));
    turns.begin();

    assertThat(refusal(turns)).isEqualTo(ProblemType.RATE_EXCEEDED);
  }

  @Test
  void who_waited_in_vain_may_try_later() {
    Turns turns = new Turns(1, 1, Duration.ZERO);
    turns.begin();

    assertThat(refusal(turns)).isEqualTo(ProblemType.LAKE_UNAVAILABLE);
    turns.end();
    turns.begin();
  }

  private static ProblemType refusal(Turns turns) {
    return catchThrowableOfType(ProblemException.class, turns::begin).problem().type();
  }
}
