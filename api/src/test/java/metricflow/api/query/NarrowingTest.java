package metricflow.api.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.util.stream.Stream;
import metricflow.api.web.Json;
import metricflow.problem.ProblemException;
import metricflow.problem.ProblemType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What somebody is told whose question took too long. */
class NarrowingTest {
  static Stream<Arguments> questions() {
    return Stream.of(
        arguments(
            """
            {"kind": "funnel", "from": "2026-11-01", "to": "2026-11-30", "breakdown": ["country", "os"],
            "conversion_window_seconds": 259200,
            "steps": [{"event": "a"}, {"alternatives": [{"event": "b"}, {"event": "c"}]}]}\
            """,
            "30 days, 2 steps, 3 alternatives in them, 3 days of conversion window, 2 fields of a breakdown: ask"),
        arguments(
            """
            {"kind": "funnel_persons", "from": "2026-11-01", "to": "2026-11-07", "step": 2,
            "conversion_window_seconds": 60, "steps": [{"event": "a"}, {"event": "b"}]}\
            """,
            "The question has 7 days, 2 steps: ask for less of these."),
        arguments(
            """
            {"kind": "paths", "from": "2026-11-01", "to": "2026-11-07"}\
            """,
            "7 days, 5 edges of each way: ask"),
        arguments(
            """
            {"kind": "persons", "from": "2026-11-01", "to": "2026-11-07", "fields": ["plan", "country"]}\
            """,
            "7 days, every event, 2 fields: ask"),
        arguments(
            """
            {"kind": "person", "person": "ann"}\
            """,
            "no bound to its days: ask"),
        arguments(
            """
            {"kind": "sql", "sql": "SELECT * FROM events JOIN sessions USING (person_id)"}\
            """,
            "The query reads events, sessions: bound event_date, so that other days are not read, name the"),
        arguments(
            """
            {"kind": "sql", "sql": "SELECT * FROM persons"}\
            """,
            "The query reads persons: name the columns"));
  }

  @ParameterizedTest
  @MethodSource("questions")
  void the_parts_of_the_question_that_can_be_smaller_are_named(String question, String advice) {
    for (ProblemType type :
        new ProblemType[] {ProblemType.QUERY_TIMEOUT, ProblemType.QUERY_TOO_LARGE}) {
      assertThat(advised(type, question)).startsWith("It was stopped. ").contains(advice);
    }
  }

  @Test
  void other_problems_and_questions_that_cannot_be_smaller_are_left_as_they_are() {
    assertThat(advised(ProblemType.LAKE_UNAVAILABLE, "{\"kind\":\"sql\",\"sql\":\"TABLE events\"}"))
        .isEqualTo("It was stopped.");
    assertThat(advised(ProblemType.QUERY_TIMEOUT, "{\"kind\":\"sql\",\"sql\":\"SELECT 1\"}"))
        .isEqualTo("It was stopped.");
  }

  private static String advised(ProblemType type, String question) {
    return Narrowing.advise(
            new ProblemException(type, "It was stopped."), QueryParser.parse(Json.tree(question)))
        .problem()
        .detail();
  }
}
