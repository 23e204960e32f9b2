package metricflow.api.saved;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Optional;
import metricflow.api.query.ProjectContext;
import metricflow.api.query.QueryExamples;
import metricflow.api.query.QueryParser;
import metricflow.api.web.Json;
import org.junit.jupiter.api.Test;

final class InsightQuestionTest {
  private static final ProjectContext TOKYO =
      new ProjectContext() {
        @Override
        public Optional<JsonNode> cohort(String cohortId) {
          throw new AssertionError("looked up " + cohortId);
        }

        @Override
        public LocalDate today() {
          throw new AssertionError("no condition needs it");
        }

        @Override
        public ZoneId timeZone() {
          return ZoneId.of("Asia/Tokyo");
        }
      };

  @Test
  void last_days_are_put_in_without_looking_up_cohorts() {
    JsonNode insight =
        Json.tree(
            """
            {"last_days":2,"query":{"kind":"trends","series":[{}],"filter":{"cohort":"some"}}}\
            """);

    JsonNode question = InsightQuestion.of(insight, Instant.parse("2026-11-23T16:00:00Z"), TOKYO);

    assertThat(question.path("from").asText()).isEqualTo("2026-11-23");
    assertThat(question.path("to").asText()).isEqualTo("2026-11-24");
    assertThat(question.path("filter")).isEqualTo(insight.at("/query/filter"));
    assertThat(insight.at("/query").has("from")).isFalse();
  }

  @Test
  void the_zone_they_end_in_is_the_one_that_counts_in_every_kind_of_question() {
    QueryExamples.all()
        .forEach((name, json) -> {
          JsonNode example = Json.tree(json);
          assertThat(QueryParser.zone(example, TOKYO))
              .as(name)
              .isEqualTo(QueryParser.question(example, false, TOKYO).query().zone());
        });
  }
}
