package metricflow.jobs.rollup;

import static metricflow.jobs.TestLake.DAY;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import metricflow.event.EventNames;
import metricflow.jobs.DayRange;
import metricflow.jobs.JobReport;
import metricflow.jobs.TestEvent;
import metricflow.jobs.TestLake;
import metricflow.table.Tables;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RollupJobTest {
  private static final Instant NOON = DAY.atTime(12, 0).toInstant(ZoneOffset.UTC);

  @TempDir Path folder;
  private TestLake lake;

  @BeforeEach
  void lake() {
    lake = new TestLake(folder);
  }

  private JobReport rolling() {
    return lake.run(new RollupJob(DayRange.closedDays(), false));
  }

  private static TestEvent view(String id, String who, Instant time) {
    return TestEvent.of(id, EventNames.PAGE_VIEW, who, time).with("page", "/");
  }

  private static TestEvent identify(String id, String anonymous, String user, Instant time) {
    return TestEvent.of(id, EventNames.IDENTIFY, user, time).with("anonymous_id", anonymous);
  }

  private Map<String, String> metrics() {
    Map<String, String> metrics = new TreeMap<>();
    for (Row row : lake.query("SELECT * FROM {daily_metrics}")) {
      String key =
          DailyMetricsOracle.key(
              row.getInt(0), row.getString(1), row.getString(2), row.getDate(5).toLocalDate());
      assertThat(metrics.put(key, row.getLong(3) + " events, " + row.getLong(4) + " persons"))
          .describedAs("one row for each value: %s", key)
          .isNull();
    }
    return metrics;
  }

  private String total() {
    return metrics().get(DailyMetricsOracle.key(1, Tables.TOTAL, null, DAY));
  }

  @Test
  void rollups_count_an_anonymous_landing_and_its_sign_up_as_one_person() {
    lake.append(
        view("e1", "anonymous-1", NOON),
        identify("e2", "anonymous-1", "ann", NOON.plusSeconds(60)),
        TestEvent.of("e3", "sign_up", "ann", NOON.plusSeconds(61)));
    rolling();
    assertThat(total()).isEqualTo("3 events, 1 persons");
    assertThat(lake.query("SELECT project_id, distinct_id, person_id FROM {person_map}").toString())
        .isEqualTo("[[1,anonymous-1,ann]]");
  }

  @Test
  void an_identify_of_a_later_day_recounts_the_days_it_changes() {
    lake.append(view("e1", "phone", NOON), view("e2", "laptop", NOON));
    lake.append(view("e3", "ben", NOON.plusSeconds(86_400)));
    rolling();
    assertThat(total()).isEqualTo("2 events, 2 persons");

    lake.append(
        identify("e4", "phone", "ann", NOON.plusSeconds(172_800)),
        identify("e5", "laptop", "ann", NOON.plusSeconds(172_900)));
    JobReport report = rolling();

    assertThat(total()).isEqualTo("2 events, 1 persons");
    assertThat(report.figures()).containsEntry("days_rolled_up", 2);
  }

  @Test
  void rollups_run_twice_give_the_same_rows() {
    lake.append(view("e1", "u1", NOON), identify("e2", "u1", "ann", NOON.plusSeconds(60)));
    rolling();
    List<String> metrics = lake.rows(Tables.DAILY_METRICS);
    List<String> persons = lake.rows(Tables.PERSON_MAP);
    long version = lake.version(Tables.DAILY_METRICS);

    assertThat(rolling().summary()).contains("nothing to do");
    assertThat(lake.version(Tables.DAILY_METRICS)).isEqualTo(version);

    lake.run(new RollupJob(new DayRange(Optional.of(DAY), Optional.of(DAY)), true));
    assertThat(lake.rows(Tables.DAILY_METRICS)).isEqualTo(metrics);
    assertThat(lake.rows(Tables.PERSON_MAP)).isEqualTo(persons);
    assertThat(lake.rows(Tables.ROLLUP_DAYS)).hasSize(1);
  }

  @Test
  void a_late_event_reopens_its_day() {
    lake.append(view("e1", "u1", NOON));
    lake.append(view("other", "u1", NOON.plusSeconds(86_400)));
    rolling();
    lake.append(view("late", "u2", NOON));

    assertThat(rolling().figures()).containsEntry("days_rolled_up", 1);
    assertThat(total()).isEqualTo("2 events, 2 persons");
  }

  @Test
  void an_event_stored_twice_counts_once() {
    lake.append(view("e1", "u1", NOON), view("e2", "u1", NOON));
    lake.append(view("e1", "u1", NOON).with("received_at", NOON.plusSeconds(99)));
    rolling();
    assertThat(total()).isEqualTo("2 events, 1 persons");
  }

  @Test
  void a_run_that_stopped_before_its_last_commit_is_finished_by_the_next() {
    lake.append(view("e1", "u1", NOON));
    rolling();
    lake.query("DELETE FROM {rollup_days}");
    lake.query("UPDATE {daily_metrics} SET persons = 99");

    rolling();

    assertThat(total()).isEqualTo("1 events, 1 persons");
    assertThat(lake.rows(Tables.ROLLUP_DAYS)).hasSize(1);
  }

  @Test
  void today_is_not_rolled_up() {
    lake.append(view("e1", "u1", Instant.now()));
    assertThat(rolling().figures()).containsEntry("days_rolled_up", 0);
  }

  @Test
  void rollups_of_random_events_equal_those_counted_the_plain_way() {
    Random random = new Random(20260314);
    List<TestEvent> all = new ArrayList<>();
    for (int file = 0; file < 4; file++) {
      List<TestEvent> events = new ArrayList<>();
      for (int i = 0; i < 600; i++) {
        events.add(
            !all.isEmpty() && random.nextInt(10) == 0 ? copy(all, random) : event(random, file, i));
      }
      lake.append(events.stream());
      all.addAll(events);
    }
    rolling();
    assertThat(metrics()).isEqualTo(DailyMetricsOracle.count(all));
  }

  private static TestEvent copy(List<TestEvent> all, Random random) {
    TestEvent original = all.get(random.nextInt(all.size()));
    return original
        .with("received_at", ((Instant) original.get("received_at")).plusSeconds(600))
        .with("page", "/copy");
  }

  /** Between 06:00 and 18:00, so that no copy lies across a midnight. */
  private static TestEvent event(Random random, int file, int i) {
    Instant time =
        NOON.plusSeconds(86_400L * random.nextInt(4) + random.nextInt(43_200) - 21_600)
            .plusMillis(random.nextInt(1000));
    int visitor = random.nextInt(40);
    boolean ties = random.nextInt(20) == 0;
    String user = "user-" + random.nextInt(25);
    return TestEvent.of(
            file + "-" + i,
            ties
                ? pick(random, EventNames.IDENTIFY, EventNames.ALIAS)
                : pick(random, "click", "buy"),
            ties || random.nextBoolean() ? user : "visitor-" + visitor,
            time)
        .with("project_id", 1 + random.nextInt(2))
        .with("anonymous_id", ties && random.nextInt(4) == 0 ? "user-3" : "visitor-" + visitor)
        .with("country", pick(random, "DE", "FR", null))
        .with("device", pick(random, "mobile", "desktop", null))
        .with("browser", pick(random, "Firefox", "Chrome"))
        .with("os", pick(random, "iOS", "Linux", null))
        .with("plan", pick(random, "free", "pro", null))
        .with("page", "/p" + random.nextInt(9))
        .with("host", pick(random, "a.example", "b.example"))
        .with("utm_source", pick(random, "ads", "mail", null));
  }

  private static String pick(Random random, String... values) {
    return values[random.nextInt(values.length)];
  }
}
