package metricflow.streaming.retry;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;

class FingerprintTablePropertyTest {
  @Property
  void holds_what_a_set_holds(
      @ForAll @Size(max = 300) List<@LongRange(min = 1, max = 200) Long> numbers,
      @ForAll boolean trimmed) {
    FingerprintTable table = new FingerprintTable();
    Set<Long> oracle = new HashSet<>();
    for (long number : numbers) {
      assertThat(table.contains(number)).isEqualTo(oracle.contains(number));
      assertThat(table.add(number)).isEqualTo(oracle.add(number));
    }
    if (trimmed) {
      table.trim();
    }

    assertThat(table.size()).isEqualTo(oracle.size());
    assertThat(table.toArray())
        .containsExactlyInAnyOrder(oracle.stream().mapToLong(Long::longValue).toArray());
    for (long number = 1; number <= 200; number++) {
      assertThat(table.contains(number)).isEqualTo(oracle.contains(number));
    }
  }
}
