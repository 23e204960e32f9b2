package metricflow.api.query;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.Map;
import java.util.SortedSet;
import metricflow.api.web.Json;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ActivityTest {
  private static final int PROJECT = 42;
  private static final LocalDate FIRST = LocalDate.parse("2026-10-26");
  private static final RolledDays TEN_DAYS = rolled(10);
  private static final String NEW_USERS =
      "'kind':'retention','interval':'week','cohort':'first_time','start':{'event':'sign_up'}";

  private final LakeNames names = new LakeNames("lake");

  @ParameterizedTest
  @ValueSource(
      strings = {
        NEW_USERS,
        "'kind':'retention','interval':'day','return':{'event':'page_view'}",
        "'kind':'stickiness','interval':'day'",
        "'kind':'lifecycle','interval':'month','events':{'event':'page_view'}"
      })
  void days_and_first_times_of_persons_tell_of_any_event_page_views_and_beginnings(String members) {
    assertThat(activity(members).isRolledUp()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        NEW_USERS + ",'return':{'event':'purchase'}",
        NEW_USERS + ",'time_zone':'Europe/Berlin'",
        "'kind':'retention','interval':'day','cohort':'recurring','start':{'event':'sign_up'}",
        "'kind':'stickiness','interval':'day','events':{'event':'sign_up'}",
        "'kind':'lifecycle','interval':'day','events':{'event':'sign_up'}",
        "'kind':'lifecycle','interval':'day','events':{'filter':{'property':'os','operator':'set'}}"
      })
  void what_they_do_not_tell_is_read_from_events(String members) {
    assertThat(activity(members).isRolledUp()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        NEW_USERS,
        NEW_USERS + ",'return':{'event':'purchase'},'time_zone':'Europe/Berlin'",
        "'kind':'stickiness','interval':'day','events':{'event':'sign_up'}",
        "'kind':'lifecycle','interval':'week'"
      })
  void timelines_tell_of_names_and_of_anything(String members) {
    assertThat(ActivitySource.of(activity(members), TEN_DAYS).of())
        .isEqualTo(ActivitySource.Of.TIMELINES);
    assertThat(ActivitySource.of(activity(members), RolledDays.NONE))
        .isEqualTo(ActivitySource.EVENTS);
  }

  @ParameterizedTest
  @CsvSource({"ROLLUPS, ''", "EVENTS, ',''filter'':{''property'':''os'',''operator'':''set''}'"})
  void of_more_intervals_or_properties_rollups_or_events_tell(
      ActivitySource.Of source, String filter) {
    Query query =
        QueryParser.parse(
            Json.tree(
                "{'kind':'stickiness','interval':'day','from':'2026-09-01','to':'2026-11-08','events':{'event':'page_view'%s}}"
                    .formatted(filter)
                    .replace('\'', '"')));
    assertThat(ActivitySource.of(Activity.of((Stickiness) query), TEN_DAYS).of()).isEqualTo(source);
  }

  @Test
  void of_days_before_the_interval_before_only_first_times_are_read() {
    assertThat(retention(rolled(-20, 10), ActivitySource.Of.TIMELINES))
        .contains(
            "event_date <= DATE '2026-10-05' OR event_date BETWEEN DATE '2026-11-05' AND DATE '2026-11-08'",
            "b.project_id = 42 AND (b.event_date BETWEEN DATE '2026-10-26' AND DATE '2026-11-04')",
            "FROM lake.tables.first_seen\n      WHERE project_id = 42"
                + " AND event IN ('sign_up') AND (event_date <= DATE '2026-10-25')",
            "intervals_question(2, ARRAY[TIMESTAMP '2026-10-26 00:00:00.000 UTC',"
                + " TIMESTAMP '2026-11-02 00:00:00.000 UTC']",
            "max(doubts) AS doubts");
  }

  @Test
  void of_days_before_the_period_only_first_times_and_days_that_are_not_rolled_up_are_read() {
    assertThat(retention(TEN_DAYS, ActivitySource.Of.ROLLUPS))
        .contains(
            "project_id = 42 AND (event_date <= DATE '2026-10-25'"
                + " OR event_date BETWEEN DATE '2026-11-05' AND DATE '2026-11-08')",
            "FROM lake.tables.user_days\n  WHERE project_id = 42"
                + " AND (event_date BETWEEN DATE '2026-10-26' AND DATE '2026-11-04')",
            "FROM lake.tables.first_seen\n  WHERE project_id = 42"
                + " AND event IN ('sign_up') AND (event_date <= DATE '2026-11-04')",
            "SELECT r.*, d.doubts");
  }

  @Test
  void without_rollups_only_events_are_read() {
    assertThat(retention(RolledDays.NONE, ActivitySource.Of.EVENTS))
        .contains("project_id = 42 AND event_date <= DATE '2026-11-08'")
        .doesNotContain("user_days", "first_seen", "doubts");
  }

  private String retention(RolledDays rolled, ActivitySource.Of of) {
    Retention retention = (Retention) query(NEW_USERS);
    SortedSet<LocalDate> days = Activity.of(retention).rolledDays(rolled);
    return new RetentionSql(names)
        .compile(PROJECT, retention, new ActivitySource(of, days), rolled)
        .reproducible();
  }

  private static RolledDays rolled(int days) {
    return rolled(0, days);
  }

  private static RolledDays rolled(int from, int days) {
    Map<LocalDate, Instant> rolledAt = new HashMap<>();
    FIRST
        .plusDays(from)
        .datesUntil(FIRST.plusDays(days))
        .forEach(day -> rolledAt.put(day, Instant.parse("2026-11-20T01:00:00Z")));
    return RolledDays.of(rolledAt, rolledAt.keySet());
  }

  private static Activity activity(String members) {
    return switch (query(members)) {
      case Retention retention -> Activity.of(retention);
      case Stickiness stickiness -> Activity.of(stickiness);
      case Lifecycle lifecycle -> Activity.of(lifecycle);
      default -> throw new IllegalArgumentException(members);
    };
  }

  private static Query query(String members) {
    return QueryParser.parse(
        Json.tree(
            "{%s,'from':'2026-11-02','to':'2026-11-08'}".formatted(members).replace('\'', '"')));
  }
}
