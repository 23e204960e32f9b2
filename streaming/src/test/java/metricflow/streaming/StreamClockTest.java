package metricflow.streaming;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.spark.sql.streaming.StreamingQueryProgress$;
import org.junit.jupiter.api.Test;

class StreamClockTest {
  private static final String HELD = "{\"events\":{\"0\":500,\"1\":600}}";
  private static final String TAKEN = "{\"events\":{\"0\":300,\"1\":600}}";

  @Test
  void a_micro_batch_that_took_all_the_bus_held_tells_how_far_the_view_is() {
    assertThat(tookAll(HELD, HELD)).isTrue();
  }

  @Test
  void a_micro_batch_cut_by_its_bound_does_not() {
    assertThat(tookAll(TAKEN, HELD)).isFalse();
  }

  private static boolean tookAll(String end, String latest) {
    String progress =
        """
        {"id":"00000000-0000-0000-0000-000000000001","runId":"00000000-0000-0000-0000-000000000002",
         "name":"events","timestamp":"2026-11-25T01:00:00.000Z","batchId":7,"batchDuration":100,
         "durationMs":{},"eventTime":{},"stateOperators":[],"observedMetrics":{},
         "sources":[{"description":"bus","startOffset":null,"endOffset":%s,"latestOffset":%s,
           "numInputRows":1,"inputRowsPerSecond":1.0,"processedRowsPerSecond":1.0,"metrics":{}}],
         "sink":{"description":"none","numOutputRows":-1,"metrics":{}}}
        """
            .formatted(end, latest);
    return StreamClock.tookAll(StreamingQueryProgress$.MODULE$.fromJson(progress));
  }
}
