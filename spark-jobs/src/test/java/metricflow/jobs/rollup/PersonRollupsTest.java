package metricflow.jobs.rollup;

import static metricflow.jobs.TestLake.DAY;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import metricflow.event.EventNames;
import metricflow.jobs.DayRange;
import metricflow.jobs.EventDays;
import metricflow.jobs.TestEvent;
import metricflow.jobs.TestLake;
import metricflow.table.RollupVersion;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Sessions, hours, persons' days, first times and timelines. */
class PersonRollupsTest {
  @TempDir Path folder;

  @Test
  void random_events_rolled_up_as_they_arrive_come_to_what_they_are_counted_the_plain_way() {
    TestLake lake = new TestLake(folder);
    Random random = new Random(20260315);
    List<TestEvent> all = new ArrayList<>();
    for (int arrival = 0; arrival < 3; arrival++) {
      List<TestEvent> events = new ArrayList<>();
      for (int i = 0; i < 300; i++) {
        events.add(
            !all.isEmpty() && random.nextInt(12) == 0
                ? delivered(all.get(random.nextInt(all.size())))
                : event(random, arrival + "-" + i));
      }
      lake.append(events.stream());
      all.addAll(events);
      rollUp(lake);
    }
    PersonTables tables = new PersonTables(lake);
    PersonOracle oracle = new PersonOracle(all);
    assertThat(tables.sessions()).isEqualTo(oracle.sessions());
    assertThat(tables.userDays()).isEqualTo(oracle.userDays());
    assertThat(tables.firstSeen()).isEqualTo(oracle.firstSeen());
    assertThat(tables.hours("country")).isEqualTo(oracle.hours("country"));
    assertThat(tables.hourlyContexts()).isEqualTo(oracle.hourlyContexts()).isNotEmpty();
    assertThat(tables.timelines()).isEqualTo(oracle.timelines());
    assertThat(tables.blocks()).isEqualTo(tables.keyedTimelines()).isNotEmpty();
    assertThat(tables.contexts()).isEqualTo(oracle.contexts()).isNotEmpty();

    List<List<String>> rows = LateEventsTest.BY_DAY.stream().map(lake::rows).toList();
    lake.query("DELETE FROM {rollup_days}");
    rollUp(lake);
    assertThat(LateEventsTest.BY_DAY.stream().map(lake::rows).toList()).isEqualTo(rows);
  }

  @Test
  void a_day_of_a_release_without_these_rollups_is_due() {
    Instant rolledAt = Instant.parse("2026-03-15T00:20:00Z");
    EventDays.Day day = new EventDays.Day(DAY, 1, 100, 7, rolledAt.minusSeconds(60), false, 0);

    assertThat(RollupDays.isStale(day, new RollupDays.Rollup(rolledAt, 7, 0))).isTrue();
    assertThat(RollupDays.isStale(day, new RollupDays.Rollup(rolledAt, 7, RollupVersion.CURRENT)))
        .isFalse();
  }

  private static void rollUp(TestLake lake) {
    lake.run(new RollupJob(DayRange.closedDays(), false));
  }

  private static TestEvent delivered(TestEvent again) {
    return again.with("received_at", ((Instant) again.get("received_at")).plusSeconds(600));
  }

  /** On one of four days, mostly around midnight. */
  private static TestEvent event(Random random, String id) {
    int minute = random.nextInt(3) > 0 ? random.nextInt(100) - 50 : random.nextInt(1440);
    Instant time =
        DAY.plusDays(1 + random.nextInt(3))
            .atStartOfDay()
            .toInstant(ZoneOffset.UTC)
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
