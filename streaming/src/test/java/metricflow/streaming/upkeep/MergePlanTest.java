package metricflow.streaming.upkeep;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;

class MergePlanTest {
  private static final LocalDate TODAY = LocalDate.of(2026, 11, 24);

  @Test
  void a_day_of_commits_is_never_more_than_150_files_and_no_row_is_copied_often() {
    Day day = new Day(8_000);
    int most = 0;
    for (int commit = 0; commit < 86_400; commit++) {
      day.commit(commit);
      if (commit % MergePlan.ENOUGH_FILES == 0) {
        day.merge();
        most = Math.max(most, day.active.size());
      }
    }

    assertThat(most).isLessThan(150);
    assertThat(day.active.stream().filter(file -> file.copies() > MergePlan.MOST_COPIES)).isEmpty();
  }

  @Property(tries = 50)
  void nothing_is_lost_whatever_the_size_of_the_files(
      @ForAll @LongRange(min = 1, max = 300L << 20) long bytes,
      @ForAll @IntRange(min = 1, max = 2_000) int commits) {
    Day day = new Day(bytes);
    for (int commit = 0; commit < commits; commit++) {
      day.commit(commit);
      if (commit % MergePlan.ENOUGH_FILES == 0) {
        day.merge();
      }
    }

    assertThat(day.active.stream().mapToLong(SmallFile::bytes).sum()).isEqualTo(bytes * commits);
    assertThat(day.active.stream().filter(file -> file.copies() > MergePlan.MOST_COPIES)).isEmpty();
    assertThat(
            day.active.stream()
                .filter(file -> file.copies() > 0 && file.bytes() >= 2 * MergePlan.LARGE_BYTES))
        .isEmpty();
  }

  @Test
  void late_events_of_a_closed_day_wait_for_more_company() {
    Day day = new Day(8_000);
    for (int commit = 0; commit < MergePlan.ENOUGH_FILES_OF_CLOSED_DAY - 1; commit++) {
      day.commit(commit);
    }

    assertThat(MergePlan.of(day.active, TODAY.plusDays(1))).isEmpty();
    day.commit(MergePlan.ENOUGH_FILES_OF_CLOSED_DAY);
    assertThat(MergePlan.of(day.active, TODAY.plusDays(1))).hasSize(1);
  }

  @Test
  void only_names_of_the_stream_are_known() {
    assertThat(FileName.copies("event_date=2026-11-24/" + FileName.merged(2))).hasValue(2);
    assertThat(FileName.copies("a=b/part-0d0e1c2e-5f1a-4b7e-9d8e-3a5c1f6b7a90.zstd.parquet"))
        .hasValue(0);
    assertThat(
            FileName.copies(
                "a=b/part-00000-0d0e1c2e-5f1a-4b7e-9d8e-3a5c1f6b7a90.c000.zstd.parquet"))
        .isEmpty();
  }

  /** A day's files as a merge of them would leave them. */
  private static final class Day {
    private final long bytes;
    private List<SmallFile> active = new ArrayList<>();

    Day(long bytes) {
      this.bytes = bytes;
    }

    void commit(int number) {
      active.add(new SmallFile("part-" + number, TODAY, 0, bytes, number, null));
    }

    void merge() {
      for (MergePlan.Group group : MergePlan.of(active, TODAY)) {
        assertThat(active).containsAll(group.files());
        active.removeAll(group.files());
        active.add(
            new SmallFile(
                "merged-" + group.files().getFirst().path(),
                TODAY,
                group.copies() + 1,
                group.files().stream().mapToLong(SmallFile::bytes).sum(),
                group.files().getLast().modifiedAt(),
                null));
      }
    }
  }
}
