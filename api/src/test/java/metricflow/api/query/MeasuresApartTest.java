package metricflow.api.query;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import metricflow.api.web.Json;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MeasuresApartTest {
  private static final String ALL =
      "'series':[{'measure':'uniques'},{},{'measure':'per_user','event':'a'}],'breakdown':['os']";

  @Test
  void each_of_the_two_questions_is_about_the_events_of_all_series() {
    MeasuresApart apart = apart(ALL);

    assertThat(apart.ranking().series())
        .isEqualTo(
            segmentation("'series':[{'measure':'uniques'},{'measure':'uniques','event':'a'}]")
                .series());
    assertThat(apart.other().series())
        .isEqualTo(segmentation("'series':[{},{'event':'a'}]").series());
    assertThat(apart.other().breakdown()).isEqualTo(apart.query().breakdown());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "'series':[{},{'event':'a'}]",
        "'series':[{'measure':'uniques'}]",
        "'series':[{'measure':'per_user'},{}],'breakdown':['os']",
        "'series':[{'measure':'uniques'},{},{'measure':'max','property':'properties.x'}]"
      })
  void what_one_question_must_tell_stays_one(String members) {
    assertThat(MeasuresApart.of(segmentation(members))).isEmpty();
  }

  @Test
  void rows_of_the_same_group_and_interval_become_one() {
    List<Row> persons =
        List.of(
            Row.of(1L, 3L, "mac", 0L, 4L, 2L, 3L, 0L),
            Row.of(1L, 3L, "mac", null, 5L, 2L, 3L, 0L),
            Row.of(0L, 0L, null, null, 1L, 0L, 3L, 0L));
    List<Row> events =
        List.of(
            Row.of(1L, 0L, "mac", 0L, 9L, 3L),
            Row.of(1L, 0L, "mac", null, 20L, 3L),
            Row.of(0L, 0L, null, null, 6L, 0L));

    assertThat(apart(ALL).join(persons, events))
        .containsExactlyInAnyOrder(
            Row.of(1L, 3L, "mac", 0L, 4L, 9L, 1.5),
            Row.of(1L, 3L, "mac", null, 5L, 20L, 1.5),
            Row.of(0L, 0L, null, null, 1L, 6L, null));
  }

  @Test
  void where_only_one_has_a_row_the_other_counts_none() {
    String eventsFirst = "'series':[{},{'measure':'uniques'},{'measure':'per_user'}]";

    assertThat(apart(eventsFirst).join(List.of(Row.of(1L, 1L, 7L, 2L)), List.of()))
        .containsExactly(Row.of(1L, 1L, 7L, 2L, 0L, null));
    assertThat(apart(eventsFirst).join(List.of(), List.of(Row.of(1L, 1L, 7L, 2L))))
        .containsExactly(Row.of(1L, 0L, 7L, 0L, 2L, 0.0));
  }

  @Test
  void a_row_without_a_rank_is_none() {
    Row none = Row.of(null, null, null, null, null, null, null, 0L);

    assertThat(apart(ALL).join(List.of(none), List.of())).isEmpty();
  }

  private static MeasuresApart apart(String members) {
    return MeasuresApart.of(segmentation(members)).orElseThrow();
  }

  private static Segmentation segmentation(String members) {
    ObjectNode question = Json.mapper().createObjectNode();
    question.put("kind", "segmentation").put("from", "2026-11-01").put("to", "2026-11-07");
    question.setAll((ObjectNode) Json.tree(("{" + members + "}").replace('\'', '"')));
    return (Segmentation) QueryParser.parse(question);
  }
}
