package metricflow.peers.flink;

import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.util.Collector;

/** Keeps the total of a counter in checkpointed state; visitors pass through. */
final class TotalCounts extends KeyedProcessFunction<String, Count, Count> {
  private static final long serialVersionUID = 1L;

  private transient ValueState<Long> total;

  @Override
  public void open(OpenContext context) {
    total = getRuntimeContext().getState(new ValueStateDescriptor<>("total", Long.class));
  }

  @Override
  public void processElement(Count added, Context context, Collector<Count> out) throws Exception {
    if (added.field == null) {
      out.collect(added);
      return;
    }
    Long before = total.value();
    long now = (before == null ? 0 : before) + added.events;
    total.update(now);
    out.collect(new Count(added.minute, added.field, now, null));
  }
}
