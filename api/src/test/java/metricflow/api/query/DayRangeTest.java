package metricflow.api.query;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class DayRangeTest {
  @Test
  void days_in_a_row_are_one_range() {
    assertThat(DayRange.of(new TreeSet<>(List.of(day(28), day(27), day(30), day(26)))))
        .containsExactly(new DayRange(day(26), day(28)), new DayRange(day(30), day(30)));
  }

  @Test
  void what_lies_outside_has_no_bound_at_its_ends() {
    assertThat(
            DayRange.outside(List.of(new DayRange(day(2), day(3)), new DayRange(day(5), day(5)))))
        .containsExactly(
            new DayRange(null, day(1)), new DayRange(day(4), day(4)), new DayRange(day(6), null));
    assertThat(DayRange.outside(List.of())).containsExactly(new DayRange(null, null));
  }

  private static LocalDate day(int dayOfMonth) {
    return LocalDate.of(2026, 11, dayOfMonth);
  }
}
