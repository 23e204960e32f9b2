package metricflow.tests.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Instant;
import java.util.List;
import metricflow.event.BatchParser;
import metricflow.event.EventLimits;
import metricflow.event.Verdict;
import org.junit.jupiter.api.Test;

class LiveTrafficTest {
  private static final long START = Instant.parse("2026-11-24T12:00:00Z").toEpochMilli();
  private static final double WANTED_PER_TICK = 5;

  private final LiveTraffic traffic = new LiveTraffic(7);

  @Test
  void the_rate_is_kept_from_the_first_second_on() {
    for (int minute = 0; minute < 10; minute++) {
      int events = 0;
      for (int tick = 0; tick < 240; tick++) {
        events += tick(minute * 240 + tick).size();
      }
      assertThat(events).isCloseTo(1_200, within(240));
    }
  }

  @Test
  void a_batch_is_read_by_the_collector_without_a_rejection() {
    BatchParser parser = new BatchParser(EventLimits.defaults());
    for (int tick = 0; tick < 400; tick++) {
      List<SimulatedEvent> due = tick(tick);
      byte[] body = EventJson.batch(Instant.ofEpochMilli(START), due);
      assertThat(parser.parse(body, START + 1_000_000).verdicts())
          .hasSize(due.size())
          .allMatch(verdict -> verdict instanceof Verdict.Accepted);
    }
  }

  private List<SimulatedEvent> tick(int index) {
    return traffic.until(START + index * 250L, WANTED_PER_TICK);
  }
}
