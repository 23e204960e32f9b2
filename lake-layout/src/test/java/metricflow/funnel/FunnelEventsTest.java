package metricflow.funnel;

import static java.util.Comparator.comparingInt;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import metricflow.funnel.FunnelOracle.Row;
import org.junit.jupiter.api.Test;

final class FunnelEventsTest {
  private static final Comparator<Row> ORDER =
      Comparator.comparingLong(Row::time)
          .thenComparingInt(Row::sequence)
          .thenComparing(comparingInt(row -> Long.numberOfTrailingZeros(row.mask())))
          .thenComparingLong(Row::mask);

  @Test
  void few_and_many_events_are_read_by_time_sequence_lowest_step_and_mask() {
    Random random = new Random(11);
    for (int size = 0; size < 300; size++) {
      List<Row> rows = new ArrayList<>();
      FunnelEvents events = new FunnelEvents();
      for (int i = 0; i < size; i++) {
        Row row = new Row(random.nextInt(20), random.nextInt(4) - 1, random.nextInt(8));
        rows.add(row);
        events.add(row.time(), row.sequence(), row.mask());
      }
      rows.sort(ORDER);

      assertThat(
              IntStream.range(0, size)
                  .mapToObj(i -> new Row(events.time(i), events.sequence(i), events.mask(i))))
          .as("%d events", size)
          .containsExactlyElementsOf(rows);
    }
  }
}
