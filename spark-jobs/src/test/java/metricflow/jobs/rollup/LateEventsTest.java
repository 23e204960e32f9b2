package metricflow.jobs.rollup;

import static metricflow.jobs.TestLake.DAY;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import metricflow.event.EventNames;
import metricflow.jobs.DayRange;
import metricflow.jobs.TestEvent;
import metricflow.jobs.TestLake;
import metricflow.table.Table;
import metricflow.table.Tables;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What late events change, and what they leave alone. All stories happen in one lake, weeks apart,
 * each to persons of its own: what was there, what came late, and what was deleted.
 */
class LateEventsTest {
  static final List<Table> BY_DAY =
      List.of(
          Tables.DAILY_METRICS,
          Tables.HOURLY_METRICS,
          Tables.HOURLY_CONTEXTS,
          Tables.SESSIONS,
          Tables.USER_DAYS,
          Tables.FIRST_SEEN,
          Tables.USER_TIMELINES,
          Tables.TIMELINE_BLOCKS);

  private static final int MIDNIGHT = 0;
  private static final int NOON = 10;
  private static final int TIED = 20;
  private static final int EARLIER = 30;

  @TempDir static Path folder;
  private static TestLake lake;
  private static PersonTables tables;
  private static Set<String> sessionsBefore;
  private static Set<String> changedFiles;
  private static Set<String> sessions;
  private static Set<String> firstSeen;
  private static Set<String> firstSeenAfterDeletion;

  @BeforeAll
  static void rollUpWhatWasThereAndWhatCameLate() {
    lake = new TestLake(folder);
    tables = new PersonTables(lake);
    lake.append(wasThere().stream());
    rollUp();
    sessionsBefore = tables.sessions();
    Map<String, Set<String>> before = files();

    lake.append(cameLate().stream());
    rollUp();
    sessions = tables.sessions();
    firstSeen = tables.firstSeen();
    changedFiles = changed(before, files());

    lake.query("DELETE FROM {events} WHERE distinct_id = 'fay' AND event <> 'fay-last'");
    lake.append(step("g", "gus", at(EARLIER + 2, 13, 0)));
    rollUp();
    firstSeenAfterDeletion = tables.firstSeen();
  }

  private static void rollUp() {
    lake.run(new RollupJob(DayRange.closedDays(), false));
  }

  private static List<TestEvent> wasThere() {
    List<TestEvent> events = new ArrayList<>();
    events.add(view("a1", "ann", "/", at(MIDNIGHT, 23, 40)));
    events.add(view("a2", "ann", "/b", at(MIDNIGHT, 23, 55)));
    events.add(view("a3", "ben", "/", at(MIDNIGHT, 12, 0)));
    for (int day = NOON; day < NOON + 3; day++) {
      events.add(view("n" + day, "cyd", "/", at(day, 0, 10)));
      events.add(step("step-" + day, "cyd", at(day, 12, 0)));
      events.add(view("e" + day, "cyd", "/", at(day, 23, 50)));
    }
    events.add(view("t1", "dan", "/", at(TIED, 23, 0)));
    events.add(view("t2", "eve", "/", at(TIED, 23, 50)));
    events.add(step("t3", "dan", at(TIED + 1, 0, 20)));
    events.add(view("t4", "eve", "/", at(TIED + 1, 12, 0)));
    events.add(step("hal", "hal", at(EARLIER, 12, 0)));
    events.add(step("fay-first", "fay", at(EARLIER + 2, 12, 0)));
    events.add(step("g0", "gus", at(EARLIER + 2, 12, 0)));
    events.add(step("fay-last", "fay", at(EARLIER + 5, 12, 0)));
    return events;
  }

  private static List<TestEvent> cameLate() {
    return List.of(
        view("a4", "ann", "/c", at(MIDNIGHT + 1, 0, 20)),
        view("a5", "ann", "/d", at(MIDNIGHT + 1, 3, 0)),
        step("a6", "ann", at(MIDNIGHT + 1, 3, 1)),
        view("late", "cyd", "/late", at(NOON + 1, 15, 0)),
        view("tie1", "dan", "/", at(TIED, 23, 25)),
        view("tie2", "dan", "/", at(TIED, 23, 55)),
        step("fay-early", "fay", at(EARLIER, 10, 0)));
  }

  private static Instant at(int daysLater, int hour, int minute) {
    return DAY.plusDays(daysLater).atTime(hour, minute).toInstant(ZoneOffset.UTC);
  }

  private static TestEvent view(String id, String who, String page, Instant time) {
    return TestEvent.of(id, EventNames.PAGE_VIEW, who, time).with("page", page);
  }

  /** An event of a name that no other event has. */
  private static TestEvent step(String id, String who, Instant time) {
    return TestEvent.of(id, id, who, time);
  }

  /** Files of each table and day. */
  private static Map<String, Set<String>> files() {
    Map<String, Set<String>> files = new TreeMap<>();
    for (Table table : BY_DAY) {
      lake.query("SELECT DISTINCT event_date, _metadata.file_path FROM {" + table.name() + "}")
          .forEach(row ->
              files
                  .computeIfAbsent(table.name() + " " + row.getDate(0), key -> new TreeSet<>())
                  .add(row.getString(1)));
    }
    return files;
  }

  private static Set<String> changed(
      Map<String, Set<String>> before, Map<String, Set<String>> now) {
    Set<String> changed = new TreeSet<>(before.keySet());
    changed.addAll(now.keySet());
    changed.removeIf(key -> before.getOrDefault(key, Set.of()).equals(now.get(key)));
    return changed;
  }

  private static Set<String> filesOf(int... days) {
    Set<String> keys = new TreeSet<>();
    for (int day : days) {
      BY_DAY.forEach(table -> keys.add(table.name() + " " + DAY.plusDays(day)));
    }
    return keys;
  }

  private static List<String> of(String person, Set<String> rows) {
    return rows.stream().filter(row -> row.startsWith("1 " + person + " ")).toList();
  }

  @Test
  void a_session_over_midnight_is_completed_when_its_second_day_is_there() {
    assertThat(of("ann", sessionsBefore))
        .containsExactly(
            "1 ann %s %s 2 2 0 / /b null null %s"
                .formatted(at(MIDNIGHT, 23, 40), at(MIDNIGHT, 23, 55), DAY));
    assertThat(of("ann", sessions))
        .containsExactly(
            "1 ann %s %s 3 3 0 / /c null null %s"
                .formatted(at(MIDNIGHT, 23, 40), at(MIDNIGHT + 1, 0, 20), DAY),
            "1 ann %s %s 2 1 0 /d /d null null %s"
                .formatted(at(MIDNIGHT + 1, 3, 0), at(MIDNIGHT + 1, 3, 1), DAY.plusDays(1)));
    assertThat(of("ben", sessions)).isEqualTo(of("ben", sessionsBefore)).hasSize(1);
  }

  @Test
  void late_events_at_midnight_tie_sessions_of_two_days() {
    assertThat(of("dan", sessionsBefore)).hasSize(2);
    assertThat(of("dan", sessions))
        .containsExactly(
            "1 dan %s %s 4 3 0 / / null null %s"
                .formatted(at(TIED, 23, 0), at(TIED + 1, 0, 20), DAY.plusDays(TIED)));
    assertThat(of("eve", sessions)).isEqualTo(of("eve", sessionsBefore)).hasSize(2);
  }

  @Test
  void an_earlier_event_moves_the_first_time() {
    assertThat(of("fay", firstSeen))
        .contains("1 fay null " + at(EARLIER, 10, 0), "1 fay fay-first " + at(EARLIER + 2, 12, 0));
  }

  @Test
  void an_event_that_is_gone_gives_the_first_time_back_to_a_later_one() {
    assertThat(of("fay", firstSeenAfterDeletion))
        .containsExactly(
            "1 fay fay-last " + at(EARLIER + 5, 12, 0), "1 fay null " + at(EARLIER + 5, 12, 0));
  }

  @Test
  void each_table_is_written_for_the_days_of_late_events_and_where_else_a_row_changes() {
    Set<String> expected = filesOf(MIDNIGHT + 1, NOON + 1, TIED, EARLIER);
    expected.add("sessions " + DAY.plusDays(MIDNIGHT));
    expected.add("sessions " + DAY.plusDays(TIED + 1));
    expected.add("first_seen " + DAY.plusDays(EARLIER + 2));
    assertThat(changedFiles).isEqualTo(expected);
  }
}
