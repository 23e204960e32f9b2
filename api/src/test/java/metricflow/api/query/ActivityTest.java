package metricflow.api.query;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import metricflow.api.web.Json;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
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
    assertThat(activity(members).rolledDays(TEN_DAYS)).isEmpty();
  }

  @Test
  void of_days_before_the_period_only_first_times_and_days_that_are_not_rolled_up_are_read() {
    assertThat(retention(TEN_DAYS))
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
    assertThat(retention(RolledDays.NONE))
        .contains("project_id = 42 AND event_date <= DATE '2026-11-08'")
        .doesNotContain("user_days", "first_seen", "doubts");
  }

  private String retention(RolledDays rolled) {
    Retention retention = (Retention) query(NEW_USERS);
    SortedSet<LocalDate> days = new TreeSet<>(Activity.of(retention).rolledDays(rolled));
    return new RetentionSql(names).compile(PROJECT, retention, days, rolled).reproducible();
  }

  private static RolledDays rolled(int days) {
    Map<LocalDate, Instant> rolledAt = new HashMap<>();
    FIRST
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
