package metricflow.jobs.compaction;

import static metricflow.jobs.TestLake.DAY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.delta.tables.DeltaTable;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ConcurrentModificationException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import metricflow.jobs.DayRange;
import metricflow.jobs.JobReport;
import metricflow.jobs.Promotions;
import metricflow.jobs.TestEvent;
import metricflow.jobs.TestLake;
import metricflow.table.Tables;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CompactionJobTest {
  private static final Instant NOON = DAY.atTime(12, 0).toInstant(ZoneOffset.UTC);
  private static final Instant MIDNIGHT = DAY.plusDays(1).atStartOfDay().toInstant(ZoneOffset.UTC);

  @TempDir Path folder;
  private TestLake lake;

  @BeforeEach
  void lake() {
    lake = new TestLake(folder);
  }

  private JobReport compacting() {
    return lake.run(new CompactionJob(DayRange.closedDays(), 0, false));
  }

  private static Stream<TestEvent> events(int from, int to) {
    return IntStream.range(from, to)
        .mapToObj(i -> TestEvent.of("e" + i, "click", "u" + i % 7, NOON.plusSeconds(i)));
  }

  private long files() {
    return lake.number("SELECT count(DISTINCT _metadata.file_path) FROM {events}");
  }

  private List<String> ids() {
    return lake.query("SELECT hex(event_id) FROM {events} ORDER BY 1").stream()
        .map(row -> row.getString(0))
        .toList();
  }

  /** Isolation level of the table's newest commit. */
  private String isolationLevel() {
    return DeltaTable.forPath(lake.lake().spark(), lake.lake().location(Tables.EVENTS))
        .history(1)
        .first()
        .getAs("isolationLevel");
  }

  @Test
  void a_day_of_many_files_becomes_one_sorted_file_with_the_same_rows() {
    lake.append(events(0, 40));
    lake.append(events(40, 60));
    lake.append(events(60, 90));
    List<String> before = lake.events();

    JobReport report = compacting();

    assertThat(lake.events()).isEqualTo(before);
    assertThat(files()).isEqualTo(1);
    assertThat(report.figures())
        .containsEntry("files_before", 3L)
        .containsEntry("files_after", 1L)
        .containsEntry("events_kept", 90L)
        .containsEntry("duplicates_removed", 0L);
    List<String> order =
        lake.query("SELECT distinct_id, event_time FROM {events}").stream()
            .map(Object::toString)
            .toList();
    assertThat(order).isSorted();
  }

  @Test
  void a_second_run_finds_nothing_to_do() {
    lake.append(events(0, 10));
    lake.append(events(10, 20));
    compacting();
    long version = lake.version(Tables.EVENTS);

    assertThat(compacting().summary()).contains("nothing to do");
    assertThat(lake.version(Tables.EVENTS)).isEqualTo(version);
  }

  @Test
  void compaction_keeps_each_event_id_once() {
    lake.append(events(0, 30));
    lake.append(events(20, 50).map(e -> e.with("received_at", NOON.plusSeconds(9_000))));
    lake.append(
        events(49, 50).map(e -> e.with("received_at", NOON).with("page", "/first-received")));
    lake.append(events(0, 5).map(e -> e.with("project_id", 2)));

    JobReport report = compacting();

    assertThat(report.figures()).containsEntry("duplicates_removed", 11L);
    assertThat(lake.number("SELECT count(*) FROM {events} WHERE project_id = 1")).isEqualTo(50);
    assertThat(lake.number("SELECT count(*) FROM {events} WHERE project_id = 2")).isEqualTo(5);
    assertThat(lake.number("SELECT count(*) FROM {events} WHERE page = '/first-received'"))
        .isEqualTo(1);
    assertThat(
            lake.number(
                "SELECT count(*) FROM {events} WHERE received_at > TIMESTAMP'2026-03-14"
                    + " 14:00:00Z'"))
        .describedAs("later copies of events 20 to 29 are gone, those of 30 to 48 had no other")
        .isEqualTo(19);
  }

  @Test
  void a_copy_on_the_other_side_of_midnight_gives_way_too() {
    lake.append(
        TestEvent.of("e1", "click", "u1", MIDNIGHT.minusSeconds(20)),
        TestEvent.of("e1", "click", "u1", MIDNIGHT.plusSeconds(20)),
        TestEvent.of("far", "click", "u1", MIDNIGHT.minusSeconds(40_000)),
        TestEvent.of("far", "click", "u1", MIDNIGHT.plusSeconds(20)));

    compacting();

    assertThat(
            lake.query("SELECT event_date, count(*) FROM {events} GROUP BY 1 ORDER BY 1")
                .toString())
        .isEqualTo("[[2026-03-14,2], [2026-03-15,1]]");
  }

  @Test
  void compaction_loses_nothing_that_is_appended_meanwhile() {
    lake.append(events(0, 20));
    lake.append(events(20, 40));

    Rewrite rewrite = Rewrite.prepare(lake.lake(), Set.of(DAY), Promotions.of(lake.lake()));
    lake.append(events(40, 60));
    rewrite.commit();

    assertThat(ids()).hasSize(60).doesNotHaveDuplicates();
    assertThat(isolationLevel()).isEqualTo("SnapshotIsolation");
    assertThat(compacting().figures()).containsEntry("files_before", 2L);
  }

  @Test
  void compaction_that_removes_duplicates_loses_nothing_that_is_appended_meanwhile() {
    lake.append(events(0, 20));
    lake.append(events(10, 30));

    Rewrite rewrite = Rewrite.prepare(lake.lake(), Set.of(DAY), Promotions.of(lake.lake()));
    lake.append(events(25, 60));
    rewrite.commit();

    assertThat(isolationLevel()).isEqualTo("Serializable");
    assertThat(Set.copyOf(ids())).hasSize(60);
    assertThat(compacting().figures()).containsEntry("duplicates_removed", 5L);
    assertThat(ids()).hasSize(60).doesNotHaveDuplicates();
  }

  @Test
  void two_compactions_of_a_day_never_both_commit() {
    lake.append(events(0, 20));
    lake.append(events(20, 40));

    Rewrite slower = Rewrite.prepare(lake.lake(), Set.of(DAY), Promotions.of(lake.lake()));
    compacting();

    assertThatThrownBy(slower::commit).isInstanceOf(ConcurrentModificationException.class);
    assertThat(ids()).hasSize(40).doesNotHaveDuplicates();
  }

  @Test
  void followers_of_the_table_are_told_of_moved_rows_only_when_rows_changed() {
    lake.append(events(0, 20));
    lake.append(events(20, 40));
    compacting();
    assertThat(dataChangesOfLastCommit()).containsExactly(false);

    lake.append(events(0, 3));
    compacting();
    assertThat(dataChangesOfLastCommit()).containsExactly(true);
  }

  private List<Boolean> dataChangesOfLastCommit() {
    String log =
        "%s/_delta_log/%020d.json"
            .formatted(lake.lake().location(Tables.EVENTS), lake.version(Tables.EVENTS));
    return lake
        .query(
            "SELECT DISTINCT coalesce(add.dataChange, remove.dataChange) FROM json.`%s`"
                    .formatted(log)
                + " WHERE coalesce(add.dataChange, remove.dataChange) IS NOT NULL")
        .stream()
        .map(row -> row.getBoolean(0))
        .toList();
  }

  @Test
  void today_is_left_alone_unless_asked_for() {
    Instant now = Instant.now();
    LocalDate today = lake.lake().today();
    lake.append(TestEvent.of("e1", "click", "u1", now));
    lake.append(TestEvent.of("e2", "click", "u1", now));

    assertThat(compacting().figures()).containsEntry("days_due", 0);
    assertThat(
            lake.run(
                    new CompactionJob(
                        new DayRange(Optional.of(today), Optional.of(today)), 0, false))
                .figures())
        .containsEntry("files_after", 1L);
  }

  @Test
  void a_dry_run_changes_nothing() {
    lake.append(events(0, 20));
    lake.append(events(20, 40));
    long version = lake.version(Tables.EVENTS);

    JobReport report = lake.run(new CompactionJob(DayRange.closedDays(), 0, true));

    assertThat(report.figures()).containsEntry("days_due", 1).containsEntry("days_rewritten", 0);
    assertThat(lake.version(Tables.EVENTS)).isEqualTo(version);
  }
}
