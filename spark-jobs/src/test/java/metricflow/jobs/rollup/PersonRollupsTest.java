package metricflow.jobs.rollup;

import static metricflow.jobs.TestLake.DAY;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import metricflow.event.EventNames;
import metricflow.jobs.DayRange;
import metricflow.jobs.JobReport;
import metricflow.jobs.TestEvent;
import metricflow.jobs.TestLake;
import metricflow.table.Table;
import metricflow.table.Tables;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Sessions, persons' days, first times and timelines. */
class PersonRollupsTest {
  private static final List<Table> BY_DAY =
      List.of(
          Tables.DAILY_METRICS,
          Tables.HOURLY_METRICS,
          Tables.SESSIONS,
          Tables.USER_DAYS,
          Tables.FIRST_SEEN,
          Tables.USER_TIMELINES);

  @TempDir Path folder;
  private TestLake lake;
  private PersonTables tables;

  @BeforeEach
  void lake() {
    lake = new TestLake(folder);
    tables = new PersonTables(lake);
  }

  private JobReport rolling() {
    return lake.run(new RollupJob(DayRange.closedDays(), false));
  }

  private static Instant at(int daysLater, int hour, int minute) {
    return DAY.plusDays(daysLater).atTime(hour, minute).toInstant(ZoneOffset.UTC);
  }

  private static TestEvent view(String id, String who, String page, Instant time) {
    return TestEvent.of(id, EventNames.PAGE_VIEW, who, time).with("page", page);
  }

  /** Files of each table and day. */
  private Map<String, Set<String>> files() {
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

  private static Set<String> allTables(LocalDate day) {
    Set<String> keys = new TreeSet<>();
    BY_DAY.forEach(table -> keys.add(table.name() + " " + day));
    return keys;
  }

  @Test
  void a_session_over_midnight_is_completed_when_its_second_day_is_rolled_up() {
    lake.append(view("a", "ann", "/", at(0, 23, 40)), view("b", "ann", "/b", at(0, 23, 55)));
    lake.append(view("c", "ben", "/", at(0, 12, 0)));
    rolling();
    assertThat(tables.sessions()).hasSize(2).anyMatch(session -> session.contains(" 2 2 0 / /b "));

    lake.append(view("d", "ann", "/c", at(1, 0, 20)), view("e", "ann", "/d", at(1, 3, 0)));
    assertThat(rolling().figures()).containsEntry("days_rolled_up", 1);

    assertThat(tables.sessions())
        .containsExactlyInAnyOrder(
            "1 ann %s %s 3 3 0 / /c null null %s".formatted(at(0, 23, 40), at(1, 0, 20), DAY),
            "1 ann %s %s 1 1 1 /d /d null null %s"
                .formatted(at(1, 3, 0), at(1, 3, 0), DAY.plusDays(1)),
            "1 ben %s %s 1 1 1 / / null null %s".formatted(at(0, 12, 0), at(0, 12, 0), DAY));
  }

  @Test
  void a_late_event_reopens_its_day_in_every_table_and_no_other_day() {
    for (int day = 0; day < 3; day++) {
      lake.append(
          view("n" + day, "ann", "/", at(day, 0, 10)),
          TestEvent.of("m" + day, "step-" + day, "ann", at(day, 12, 0)),
          view("e" + day, "ann", "/", at(day, 23, 50)));
    }
    rolling();
    Map<String, Set<String>> before = files();

    lake.append(view("late", "ann", "/late", at(1, 15, 0)));
    rolling();

    assertThat(changed(before, files())).isEqualTo(allTables(DAY.plusDays(1)));
  }

  @Test
  void a_late_event_that_ties_two_sessions_changes_the_sessions_of_the_day_before_too() {
    lake.append(view("a", "ann", "/", at(0, 23, 0)), view("b", "ben", "/", at(0, 23, 50)));
    lake.append(view("c", "ann", "/", at(1, 0, 20)), view("d", "ben", "/", at(1, 12, 0)));
    rolling();
    assertThat(tables.sessions()).hasSize(4);
    Map<String, Set<String>> before = files();

    lake.append(view("late", "ann", "/", at(0, 23, 25)), view("later", "ann", "/", at(0, 23, 55)));
    rolling();

    assertThat(tables.sessions()).hasSize(3);
    Set<String> expected = allTables(DAY);
    expected.add("sessions " + DAY.plusDays(1));
    assertThat(changed(before, files())).isEqualTo(expected);
  }

  @Test
  void an_earlier_event_moves_the_first_time_and_a_vanished_one_gives_it_back() {
    lake.append(view("a", "ann", "/", at(2, 12, 0)), view("x", "ben", "/", at(0, 12, 0)));
    lake.append(view("b", "ann", "/", at(5, 12, 0)));
    rolling();
    lake.append(view("early", "ann", "/", at(0, 10, 0)));
    rolling();
    assertThat(tables.firstSeen())
        .contains("1 ann null " + at(0, 10, 0), "1 ann page_view " + at(0, 10, 0))
        .hasSize(4);

    lake.query("DELETE FROM {events} WHERE distinct_id = 'ann' AND event_date < '2026-03-17'");
    lake.append(view("y", "ben", "/", at(2, 12, 0)));
    rolling();
    assertThat(tables.firstSeen())
        .contains("1 ann null " + at(5, 12, 0), "1 ann page_view " + at(5, 12, 0))
        .hasSize(4);
  }

  @Test
  void an_identified_person_takes_over_the_first_time_of_its_anonymous_days() {
    lake.append(view("a", "phone", "/", at(0, 12, 0)), view("b", "ann", "/", at(1, 12, 0)));
    rolling();
    lake.append(
        TestEvent.of("c", EventNames.IDENTIFY, "ann", at(3, 12, 0)).with("anonymous_id", "phone"));
    rolling();
    assertThat(tables.firstSeen())
        .containsExactlyInAnyOrder(
            "1 ann null " + at(0, 12, 0),
            "1 ann page_view " + at(0, 12, 0),
            "1 ann $identify " + at(3, 12, 0));
  }

  @Test
  void days_of_a_release_without_these_rollups_are_rolled_up_again() {
    lake.append(view("a", "ann", "/", at(0, 12, 0)));
    rolling();
    lake.query("UPDATE {rollup_days} SET rollup_version = NULL");
    lake.query("DELETE FROM {sessions}");

    assertThat(rolling().figures()).containsEntry("days_rolled_up", 1);
    assertThat(tables.sessions()).hasSize(1);
    assertThat(rolling().figures()).containsEntry("days_rolled_up", 0);
  }

  @Test
  void rolled_up_as_they_arrive_random_events_come_to_what_they_are_counted_the_plain_way() {
    Random random = new Random(20260315);
    List<TestEvent> all = new ArrayList<>();
    for (int arrival = 0; arrival < 4; arrival++) {
      List<TestEvent> events = new ArrayList<>();
      for (int i = 0; i < 250; i++) {
        events.add(
            !all.isEmpty() && random.nextInt(12) == 0
                ? delivered(all.get(random.nextInt(all.size())))
                : event(random, arrival + "-" + i));
      }
      lake.append(events.stream());
      all.addAll(events);
      rolling();
    }
    PersonOracle oracle = new PersonOracle(all);
    assertThat(tables.sessions()).isEqualTo(oracle.sessions());
    assertThat(tables.userDays()).isEqualTo(oracle.userDays());
    assertThat(tables.firstSeen()).isEqualTo(oracle.firstSeen());
    assertThat(tables.hours("country")).isEqualTo(oracle.hours("country"));
    assertThat(tables.timelines()).isEqualTo(oracle.timelines());

    List<List<String>> rows = BY_DAY.stream().map(lake::rows).toList();
    lake.query("DELETE FROM {rollup_days}");
    rolling();
    assertThat(BY_DAY.stream().map(lake::rows).toList()).isEqualTo(rows);
  }

  private static TestEvent delivered(TestEvent again) {
    return again.with("received_at", ((Instant) again.get("received_at")).plusSeconds(600));
  }

  /** On one of four days, mostly around midnight; no two events of a person at one instant. */
  private static TestEvent event(Random random, String id) {
    int minute = random.nextInt(3) > 0 ? random.nextInt(100) - 50 : random.nextInt(1440);
    Instant time =
        at(1 + random.nextInt(3), 0, 0)
            .plusSeconds(60L * minute)
            .plusMillis(random.nextInt(60_000));
    boolean ties = random.nextInt(40) == 0;
    int visitor = random.nextInt(12);
    String name = ties ? EventNames.IDENTIFY : random.nextBoolean() ? "page_view" : "click";
    return TestEvent.of(id, name, ties ? "user-" + visitor / 2 : "visitor-" + visitor, time)
        .with("project_id", 1 + random.nextInt(2))
        .with("anonymous_id", "visitor-" + visitor)
        .with("page", random.nextInt(5) == 0 ? null : "/" + random.nextInt(4))
        .with("country", random.nextBoolean() ? null : "DE")
        .with("plan", random.nextBoolean() ? null : "pro")
        .with("utm_source", random.nextInt(5) > 0 ? null : "ads-" + random.nextInt(3));
  }
}
