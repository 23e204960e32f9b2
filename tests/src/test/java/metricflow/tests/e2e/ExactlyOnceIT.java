package metricflow.tests.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.ThreadLocalRandom;
import metricflow.tests.exactlyonce.Check;
import metricflow.tests.exactlyonce.ExactlyOnceRun;
import metricflow.tests.exactlyonce.Report;
import metricflow.tests.exactlyonce.Settings;
import metricflow.tests.instance.Instance;
import org.junit.jupiter.api.Test;

/** The streaming job dies at each crash point and at random moments; no number may show it. */
class ExactlyOnceIT {
  @Test
  void every_acknowledged_event_is_counted_once_everywhere_however_streaming_dies()
      throws Exception {
    Settings settings = Settings.brief(ThreadLocalRandom.current().nextLong(1_000_000));
    long start = System.nanoTime();

    Report report = new ExactlyOnceRun(Instance.fromEnvironment(), System.getenv(), settings).run();

    System.out.println(report.table());
    Figures.record("exactly_once.acknowledged_events", report.acknowledged());
    Figures.record("exactly_once.kills", report.deaths());
    Figures.record("exactly_once.restart_ms", report.meanRestart().toMillis());
    Figures.record("exactly_once.seconds", (System.nanoTime() - start) / 1_000_000_000);
    assertThat(report.acknowledged()).isPositive();
    assertThat(report.checks()).isNotEmpty().allMatch(Check::passed);
  }
}
