package metricflow.api.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.LongFunction;
import metricflow.api.web.Json;
import metricflow.problem.ProblemException;
import metricflow.problem.ProblemType;
import metricflow.table.Tables;
import org.junit.jupiter.api.Test;

/** When a question's answer is given again, and what it says then. */
class KeptAnswersTest {
  private static final LocalDate MONDAY = LocalDate.parse("2026-11-23");
  private static final DailyActiveUsers MONDAYS_USERS =
      new DailyActiveUsers(MONDAY, MONDAY, Optional.empty(), 8);
  private static final Question MONDAYS = Question.now(MONDAYS_USERS);

  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private final List<SqlStatement> asked = new ArrayList<>();
  private final TreeMap<LocalDate, Integer> versions = new TreeMap<>();
  private Instant now = Instant.parse("2026-11-24T03:00:00Z");
  private ProblemType failure;
  private long persons = 5;
  private LongFunction<Row> row = count -> Row.of(MONDAY, count);
  private LakeState lake = () -> moment();
  private final QueryDesk desk =
      new QueryDesk(
          this::run,
          new LakeNames("lake"),
          Optional::empty,
          new Later(),
          Duration.ofSeconds(30),
          () -> lake.now(),
          1 << 20,
          new QueryMetrics(registry));

  @Test
  void an_answer_is_given_again_while_its_days_have_not_changed() throws IOException {
    answer(MONDAYS);
    now = now.plusSeconds(3600);
    versions.put(MONDAY.plusDays(1), 1);
    JsonNode again = answer(MONDAYS);

    assertThat(asked).hasSize(1);
    assertThat(again.path("cached").booleanValue()).isTrue();
    assertThat(again.path("stale").booleanValue()).isFalse();
    assertThat(again.path("age_seconds").longValue()).isEqualTo(3600);
    assertThat(again.path("as_of").textValue()).isEqualTo("2026-11-24T03:00:00Z");
  }

  @Test
  void an_answer_is_read_anew_when_one_of_its_days_has_changed() throws IOException {
    answer(MONDAYS);
    versions.put(MONDAY, 1);
    persons = 6;
    JsonNode again = answer(MONDAYS);

    assertThat(again.at("/total/0").longValue()).isEqualTo(6);
    assertThat(again.path("cached").booleanValue()).isFalse();
  }

  @Test
  void a_change_while_an_answer_is_read_is_not_missed() throws IOException {
    Optional<LocalDate> changes = Optional.of(MONDAY);
    lake =
        () -> {
          LakeMoment before = moment();
          changes.ifPresent(day -> versions.putIfAbsent(day, 1));
          return before;
        };
    answer(MONDAYS);
    answer(MONDAYS);

    assertThat(asked).hasSize(2);
  }

  @Test
  void without_knowledge_of_changes_an_answer_is_good_for_five_seconds() throws IOException {
    lake = LakeState.UNKNOWN;
    answer(MONDAYS);
    now = now.plusSeconds(4);
    answer(MONDAYS);
    assertThat(asked).hasSize(1);

    now = now.plusSeconds(1);
    answer(MONDAYS);
    assertThat(asked).hasSize(2);
  }

  @Test
  void when_the_lake_is_away_a_kept_answer_is_given_with_its_age_and_others_are_not()
      throws IOException {
    answer(MONDAYS);
    versions.put(MONDAY, 1);
    now = now.plusSeconds(90);
    failure = ProblemType.LAKE_UNAVAILABLE;
    JsonNode again = answer(MONDAYS);

    assertThat(again.path("stale").booleanValue()).isTrue();
    assertThat(again.path("age_seconds").longValue()).isEqualTo(90);
    assertThatThrownBy(() -> desk.answer(2, MONDAYS)).isInstanceOf(ProblemException.class);
    assertThat(count("stale")).isEqualTo(1);
    assertThat(count("failed")).isEqualTo(1);

    failure = null;
    assertThat(answer(MONDAYS).path("stale").booleanValue()).isFalse();
  }

  @Test
  void a_caller_may_accept_an_older_answer_or_none_that_was_kept() throws IOException {
    answer(MONDAYS);
    versions.put(MONDAY, 1);
    now = now.plusSeconds(9);

    assertThat(serve("max-age=10").from()).isEqualTo(Served.From.STALE);
    assertThat(serve("max-age=9").from()).isEqualTo(Served.From.COMPUTED);
    assertThat(serve(null).from()).isEqualTo(Served.From.KEPT);
    assertThat(serve("no-cache").from()).isEqualTo(Served.From.COMPUTED);
  }

  @Test
  void another_project_never_gets_it_even_with_its_version() throws IOException {
    Question old =
        new Question(MONDAYS_USERS, LakeVersion.of(Map.of(Tables.EVENTS.name(), 3L)), false);
    desk.answer(1, old);
    desk.answer(2, old);

    assertThat(asked).hasSize(2);
    assertThat(asked.get(0).reproducible()).contains("project_id = 1").contains("VERSION AS OF 3");
    assertThat(asked.get(1).reproducible()).contains("project_id = 2");
  }

  @Test
  void what_a_period_is_compared_with_is_of_the_same_data_and_an_answer_is_as_old_as_it()
      throws IOException {
    row = count -> Row.of(1L, 1L, 0L, count);
    Question compared =
        Question.now(
            QueryParser.parse(
                Json.tree(
                    """
                    {"kind":"trends","from":"2026-11-23","to":"2026-11-23",
                     "compare":"previous_period","series":[{"measure":"count"}]}
                    """)));
    answer(compared);

    assertThat(asked.get(0).reproducible()).contains("'2026-11-23'").doesNotContain("VERSION");
    assertThat(asked.get(1).reproducible()).contains("'2026-11-22'").contains("VERSION AS OF 12");

    versions.put(MONDAY.minusDays(1), 1);
    answer(compared);
    assertThat(asked).hasSize(4);
  }

  @Test
  void the_tag_is_the_same_for_the_same_numbers() throws IOException {
    String first = serve(null).etag();
    now = now.plusSeconds(5);
    assertThat(serve("no-cache").etag()).isEqualTo(first);

    persons = 9;
    assertThat(serve("no-cache").etag()).isNotEqualTo(first);
  }

  @Test
  void who_asked_for_too_much_is_told_what_there_is_less_to_ask_for() {
    failure = ProblemType.QUERY_TIMEOUT;
    DailyActiveUsers quarter =
        new DailyActiveUsers(MONDAY.minusDays(89), MONDAY, Optional.empty(), 8);

    assertThatThrownBy(() -> desk.answer(1, Question.now(quarter))).hasMessageContaining("90 days");
  }

  private JsonNode answer(Question question) throws IOException {
    return Json.mapper().readTree(desk.answer(1, question));
  }

  private Served serve(String cacheControl) {
    return desk.answer(Caller.of(1), MONDAYS, Acceptance.of(cacheControl));
  }

  private double count(String answer) {
    return registry.get("metricflow.queries").tag("answer", answer).counter().count();
  }

  private Rows run(Caller caller, SqlStatement statement) {
    if (failure != null) {
      throw new ProblemException(failure, "away");
    }
    if (statement.sql().contains("rollup_days")) {
      return new Rows(List.of(), 0, Map.of());
    }
    asked.add(statement);
    return new Rows(List.of(row.apply(persons)), 7, Map.of("events", 12L));
  }

  /** Who is who is left aside: nobody says so here. */
  private LakeMoment moment() {
    Map<LocalDate, Integer> then = new TreeMap<>(versions);
    return reads ->
        Optional.of(
            reads.parts().getOrDefault(Tables.EVENTS.name(), List.of()).stream()
                .filter(part -> !part.identitiesOnly())
                .map(part -> then.keySet().stream().filter(part::holds).toList().toString())
                .toList()
                .toString());
  }

  private final class Later extends Clock {
    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return this;
    }

    @Override
    public Instant instant() {
      return now;
    }
  }
}
