package metricflow.api.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import metricflow.api.web.Json;
import metricflow.event.Dimension;
import metricflow.problem.ProblemException;
import metricflow.problem.ProblemType;
import org.junit.jupiter.api.Test;

class QueryDeskTest {
  private static final Instant NOW = Instant.parse("2026-11-24T03:00:00Z");
  private static final Instant APPLIED = NOW.minusMillis(700);
  private static final LocalDate SUNDAY = LocalDate.parse("2026-11-22");
  private static final LocalDate MONDAY = LocalDate.parse("2026-11-23");
  private static final DailyActiveUsers BY_PLAN =
      new DailyActiveUsers(SUNDAY, MONDAY, Optional.of(Dimension.PLAN), 2);

  private final List<Row> rolledDays = new ArrayList<>();
  private final List<Row> rows = new ArrayList<>();
  private final List<SqlStatement> asked = new CopyOnWriteArrayList<>();
  private final QueryDesk desk = desk(this::run, () -> Optional.of(APPLIED));

  private Rows run(Caller caller, SqlStatement statement) {
    if (statement.sql().contains("rollup_days")) {
      return new Rows(rolledDays, 5, Map.of("rollup_days", 3L));
    }
    asked.add(statement);
    return new Rows(rows, 7, Map.of("events", 12L));
  }

  @Test
  void users_of_each_value_are_in_the_order_of_the_dates() throws IOException {
    rolledDays.add(Row.of(SUNDAY, Instant.parse("2026-11-23T01:00:00Z"), 0L));
    rows.add(Row.of(SUNDAY, 5L, null, 0L, 3L));
    rows.add(Row.of(SUNDAY, 4L, "pro", 1L, 3L));
    rows.add(Row.of(MONDAY, 9L, null, 0L, 3L));
    rows.add(Row.of(MONDAY, 8L, null, 2L, 3L));

    assertThat(answer(BY_PLAN))
        .isEqualTo(
            tree(
                """
                {"kind":"daily_active_users","as_of":"2026-11-24T02:59:59.300Z",
                 "rollup_as_of":"2026-11-23T01:00:00Z","source":"rollup+raw","exact":true,
                 "elapsed_ms":0,"bytes_scanned":7,"version":{"events":12,"rollup_days":3},"dates":["2026-11-22","2026-11-23"],"total":[5,9],
                 "series":[{"value":"pro","users":[4,0]},{"value":null,"users":[0,8]}],
                 "values_cut":1}
                """));
  }

  @Test
  void a_day_without_events_has_no_users() throws IOException {
    JsonNode answer = answer(new DailyActiveUsers(SUNDAY, MONDAY, Optional.empty(), 8));

    assertThat(answer.path("total")).isEqualTo(tree("[0,0]"));
    assertThat(answer.path("source").textValue()).isEqualTo("raw");
    assertThat(answer.path("rollup_as_of").isNull()).isTrue();
  }

  @Test
  void a_funnel_says_which_share_came_how_far() throws IOException {
    rows.add(Row.of(100L, 40L, 0L, 0L));

    assertThat(answer(funnel("page_view", "sign_up", "purchase", "refund")).path("steps"))
        .isEqualTo(
            tree(
                """
                [{"label":"page_view","persons":100,
                  "conversion_from_start":1.0,"conversion_from_previous":1.0},
                 {"label":"sign_up","persons":40,
                  "conversion_from_start":0.4,"conversion_from_previous":0.4},
                 {"label":"purchase","persons":0,
                  "conversion_from_start":0.0,"conversion_from_previous":0.0},
                 {"label":"refund","persons":0,
                  "conversion_from_start":0.0,"conversion_from_previous":0.0}]
                """));
  }

  @Test
  void an_equal_question_of_the_same_project_is_asked_once() {
    rows.add(Row.of(1L, 1L));

    desk.answer(1, Question.now(funnel("a", "b")));
    desk.answer(1, Question.now(funnel("a", "b")));
    assertThat(asked).hasSize(1);

    desk.answer(2, Question.now(funnel("a", "b")));
    desk.answer(1, Question.now(funnel("a", "c")));
    assertThat(asked).hasSize(3);
    assertThat(asked.get(1).reproducible()).contains("project_id = 2");
  }

  @Test
  void a_failure_is_told_and_not_kept() {
    List<ProblemType> failures = new ArrayList<>(List.of(ProblemType.LAKE_UNAVAILABLE));
    rows.add(Row.of(1L, 1L));
    QueryDesk recovering =
        desk(
            (caller, statement) -> {
              if (!failures.isEmpty()) {
                throw new ProblemException(failures.removeFirst(), "down");
              }
              return run(caller, statement);
            },
            () -> Optional.of(APPLIED));

    assertThatThrownBy(() -> recovering.answer(1, Question.now(funnel("a", "b"))))
        .isInstanceOfSatisfying(
            ProblemException.class,
            told -> assertThat(told.problem().type()).isEqualTo(ProblemType.LAKE_UNAVAILABLE));
    assertThat(recovering.answer(1, Question.now(funnel("a", "b")))).isNotEmpty();
  }

  @Test
  void without_live_counters_an_answer_is_as_of_its_start() throws IOException {
    rows.add(Row.of(1L, 1L));

    byte[] answer = desk(this::run, Optional::empty).answer(1, Question.now(funnel("a", "b")));

    assertThat(Json.mapper().readTree(answer).path("as_of").textValue())
        .isEqualTo("2026-11-24T03:00:00Z");
  }

  private JsonNode answer(Query query) throws IOException {
    ObjectNode answer = (ObjectNode) Json.mapper().readTree(desk.answer(1, Question.now(query)));
    answer.remove(List.of("cached", "stale", "age_seconds"));
    assertThat(answer.remove("sql").textValue()).isEqualTo(asked.getLast().reproducible());
    return answer;
  }

  private static Funnel funnel(String... events) {
    return Funnels.of(
        SUNDAY, MONDAY, 60, Stream.of(events).map(Funnels::step).toArray(Conversion.Step[]::new));
  }

  private static QueryDesk desk(QueryEngine engine, Freshness freshness) {
    return new QueryDesk(
        engine,
        new LakeNames("lake"),
        freshness,
        Clock.fixed(NOW, ZoneOffset.UTC),
        Duration.ofSeconds(10));
  }

  private static JsonNode tree(String json) throws IOException {
    return Json.mapper().readTree(json);
  }
}
