package metricflow.peers.flink;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;

/**
 * Counts before the shuffle, as Flink SQL's local aggregation does, and hands the sums on ahead of
 * each checkpoint's barrier: nothing is held back across a checkpoint, so it needs no state.
 */
final class LocalCounts extends AbstractStreamOperator<Count>
    implements OneInputStreamOperator<Event, Count> {
  private static final long serialVersionUID = 1L;

  private transient Map<Long, Minute> minutes;

  private static final class Minute {
    private final Map<String, long[]> counts = new HashMap<>();
    private final Set<String> visitors = new HashSet<>();

    private void count(String field, String value) {
      if (value != null) {
        counts.computeIfAbsent(field + value, f -> new long[1])[0]++;
      }
    }
  }

  @Override
  public void open() throws Exception {
    super.open();
    minutes = new HashMap<>();
  }

  @Override
  public void processElement(StreamRecord<Event> element) {
    Event event = element.getValue();
    Minute minute = minutes.computeIfAbsent(event.minute(), m -> new Minute());
    minute.count("total", "");
    minute.count("event|", event.event);
    minute.count("page|", event.page);
    minute.count("country|", event.country);
    minute.count("device|", event.device);
    minute.count("plan|", event.plan);
    minute.visitors.add(event.visitor());
  }

  @Override
  public void prepareSnapshotPreBarrier(long checkpointId) {
    handOn();
  }

  @Override
  public void finish() throws Exception {
    handOn();
    super.finish();
  }

  private void handOn() {
    minutes.forEach((epochMinute, minute) -> {
      minute.counts.forEach((field, events) ->
          output.collect(new StreamRecord<>(new Count(epochMinute, field, events[0], null))));
      output.collect(
          new StreamRecord<>(
              new Count(epochMinute, null, 0, minute.visitors.toArray(String[]::new))));
    });
    minutes.clear();
  }
}
