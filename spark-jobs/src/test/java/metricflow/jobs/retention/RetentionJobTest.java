package metricflow.jobs.retention;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import metricflow.event.EventNames;
import metricflow.jobs.DayRange;
import metricflow.jobs.JobReport;
import metricflow.jobs.QueryApi;
import metricflow.jobs.TestEvent;
import metricflow.jobs.TestLake;
import metricflow.jobs.UsageException;
import metricflow.jobs.rollup.RollupJob;
import metricflow.table.Tables;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RetentionJobTest {
  private static final String NO_PROJECTS = "{\"projects\":[]}";

  @TempDir Path folder;
  private TestLake lake;

  @BeforeEach
  void lake() {
    lake = new TestLake(folder);
  }

  private JobReport keeping(int days, Map<Integer, Integer> fewer) {
    return lake.run(new RetentionJob(new DaysKept(days, fewer), () -> NO_PROJECTS, false));
  }

  private LocalDate ago(int days) {
    return lake.lake().today().minusDays(days);
  }

  private TestEvent view(String who, int daysAgo) {
    Instant noon = ago(daysAgo).atTime(12, 0).toInstant(ZoneOffset.UTC);
    return TestEvent.of(who + daysAgo, EventNames.PAGE_VIEW, who, noon).with("page", "/");
  }

  private List<String> days(String table) {
    return lake.query("SELECT DISTINCT event_date FROM {%s} ORDER BY 1".formatted(table)).stream()
        .map(row -> row.get(0).toString())
        .toList();
  }

  @Test
  void days_past_go_from_every_table_and_what_an_active_person_began_stays() {
    lake.append(
        view("stays", 12),
        view("stays", 11).with("event", EventNames.IDENTIFY).with("anonymous_id", "phone"),
        view("gone", 12),
        view("gone", 12).with("event", EventNames.IDENTIFY).with("anonymous_id", "tablet"));
    lake.append(view("stays", 10), view("stays", 2));
    lake.run(new RollupJob(DayRange.closedDays(), false));

    JobReport report = keeping(10, Map.of());

    assertThat(report.figures()).containsEntry("days_dropped", 2L);
    for (String table :
        List.of(
            "events",
            "daily_metrics",
            "hourly_metrics",
            "hourly_contexts",
            "sessions",
            "user_days",
            "user_timelines",
            "rollup_days")) {
      assertThat(days(table))
          .describedAs(table)
          .containsExactly(ago(10).toString(), ago(2).toString());
    }
    assertThat(
            lake.query(
                    "SELECT DISTINCT person_id, event_date FROM {first_seen} WHERE event IS NULL")
                .toString())
        .isEqualTo("[[stays,%s]]".formatted(ago(12)));
    assertThat(lake.query("SELECT distinct_id, person_id FROM {person_map}").toString())
        .isEqualTo("[[phone,stays]]");

    assertThat(keeping(10, Map.of()).summary()).contains("nothing to do");
    assertThat(lake.run(new RollupJob(DayRange.closedDays(), false)).summary())
        .describedAs("what events no longer say of persons changes no rollup")
        .contains("nothing to do");
    assertThat(lake.query("SELECT distinct_id, person_id FROM {person_map}").toString())
        .isEqualTo("[[phone,stays]]");
  }

  @Test
  void a_project_may_keep_fewer_days_than_those_it_shares_files_with() {
    lake.append(
        view("a", 9),
        view("b", 9).with("project_id", 2),
        view("a", 7),
        view("b", 7).with("project_id", 2));
    lake.run(new RollupJob(DayRange.closedDays(), false));

    JobReport report = keeping(90, Map.of(2, 8));

    assertThat(
            lake.query("SELECT project_id, distinct_id, event_date FROM {events} ORDER BY 1, 3")
                .toString())
        .isEqualTo("[[1,a,%s], [1,a,%s], [2,b,%s]]".formatted(ago(9), ago(7), ago(7)));
    assertThat(lake.number("SELECT count(*) FROM {user_days} WHERE project_id = 2")).isEqualTo(1);
    assertThat(lake.number("SELECT count(*) FROM {user_days} WHERE project_id = 1")).isEqualTo(2);
    assertThat(report.figures())
        .containsEntry("days_dropped", 0L)
        .containsEntry("project_days_rewritten", 1);
  }

  @Test
  void a_team_that_keeps_30_days_loses_its_31st_and_others_keep_theirs() {
    lake.append(
        view("a", 31),
        view("b", 31).with("project_id", 2),
        view("c", 31).with("project_id", 3),
        view("b", 30).with("project_id", 2));
    lake.run(new RollupJob(DayRange.closedDays(), false));
    String teams =
        """
        {"projects":[{"project_id":1,"name":"A","time_zone":"UTC","retention_days":null},
         {"project_id":2,"name":"B","time_zone":"UTC","retention_days":30},
         {"project_id":3,"name":"C","time_zone":"UTC","retention_days":400}]}
        """;

    lake.run(new RetentionJob(new DaysKept(90, Map.of()), () -> teams, false));

    for (String table : List.of("events", "user_days", "sessions", "user_timelines")) {
      assertThat(
              lake.query("SELECT project_id, event_date FROM {%s} ORDER BY 1".formatted(table))
                  .toString())
          .describedAs(table)
          .isEqualTo("[[1,%s], [2,%s], [3,%s]]".formatted(ago(31), ago(30), ago(31)));
    }
  }

  @Test
  void what_the_installation_says_of_a_project_wins_over_its_team_and_a_week_is_kept() {
    String teams =
        "{\"projects\":[{\"project_id\":4,\"retention_days\":3},{\"project_id\":5,\"retention_days\":40}]}";
    DaysKept kept = new DaysKept(90, Map.of(5, 20));

    assertThat(ProjectDays.within(kept, lake.lake().spark(), teams).fewer())
        .isEqualTo(Map.of(4, 7, 5, 20));
  }

  @Test
  void nothing_goes_while_the_api_cannot_say_what_teams_have_set() {
    lake.append(view("a", 12));
    QueryApi away = new QueryApi("http://127.0.0.1:1", "key");

    assertThatThrownBy(() ->
            lake.run(
                new RetentionJob(new DaysKept(10, Map.of()), () -> ProjectDays.ofApi(away), false)))
        .hasMessageContaining("how many days each project keeps")
        .hasMessageContaining("--projects FILE");
    assertThat(lake.number("SELECT count(*) FROM {events}")).isEqualTo(1);
  }

  @Test
  void a_dry_run_says_what_would_go_and_changes_nothing() {
    lake.append(view("a", 12), view("b", 9).with("project_id", 2));
    long version = lake.version(Tables.EVENTS);

    JobReport report =
        lake.run(new RetentionJob(new DaysKept(10, Map.of(2, 8)), () -> NO_PROJECTS, true));

    assertThat(report.summary()).contains("Would go", "Nothing was changed");
    assertThat(report.figures()).containsEntry("days_due", 1L).containsEntry("rows_due", 1L);
    assertThat(lake.version(Tables.EVENTS)).isEqualTo(version);
  }

  @Test
  void files_that_are_not_of_the_table_go_when_they_are_a_day_old() throws IOException {
    Path events = Path.of(lake.lake().location(Tables.EVENTS));
    Path day = Files.createDirectories(events.resolve("event_date=2026-01-01"));
    Path left = Files.writeString(day.resolve("part-left.parquet"), "of a job that died");
    Path fresh = Files.writeString(day.resolve("part-fresh.parquet"), "about to be committed");
    Files.setLastModifiedTime(
        left, java.nio.file.attribute.FileTime.from(Instant.now().minusSeconds(90_000)));

    keeping(10, Map.of());

    assertThat(left).doesNotExist();
    assertThat(fresh).exists();
  }

  @Test
  void a_week_is_kept_whatever_is_asked() throws IOException {
    assertThatThrownBy(() -> new DaysKept(6, Map.of()))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("at least 7");
    assertThatThrownBy(() -> new DaysKept(30, Map.of(4, 3)))
        .hasMessageContaining("Project 4 cannot keep 3 days");
    assertThatThrownBy(() -> new DaysKept(30, Map.of(4, 60)))
        .hasMessageContaining("raise METRICFLOW_RETENTION_DAYS");
    Path file = Files.writeString(folder.resolve("days"), "# project=days\n7=30\n8 = ten\n");
    assertThatThrownBy(() -> new DaysKept(90, Map.of()).with(file)).hasMessageContaining("8=ten");
    Files.writeString(file, "# project=days\n7=30\n");
    assertThat(new DaysKept(90, Map.of()).with(file).fewer()).isEqualTo(Map.of(7, 30));
  }
}
