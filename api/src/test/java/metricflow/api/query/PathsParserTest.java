package metricflow.api.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.util.List;
import java.util.Optional;
import metricflow.api.query.filter.Filter;
import metricflow.api.web.Json;
import metricflow.path.PathStart;
import metricflow.problem.ProblemException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PathsParserTest {
  @Test
  void paths_are_those_of_whole_sessions_unless_an_event_is_named() {
    Paths paths = parse("'depth':7");

    assertThat(paths.start()).isEqualTo(PathStart.SESSION);
    assertThat(paths.anchor()).isEmpty();
    assertThat(paths.pages()).isFalse();
    assertThat(paths.collapseRepeats()).isTrue();
    assertThat(paths.depth()).isEqualTo(7);
    assertThat(paths.limit()).isEqualTo(20);
  }

  @Test
  void reads_paths_that_lead_to_an_event() {
    Paths paths = parse("'before':{'event':'purchase'},'over':'pages','collapse_repeats':false");

    assertThat(paths.start()).isEqualTo(PathStart.BEFORE);
    assertThat(paths.anchor())
        .isEqualTo(Optional.of(new EventSelector(List.of("purchase"), Filter.ANY)));
    assertThat(paths.pages()).isTrue();
    assertThat(paths.collapseRepeats()).isFalse();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "'after':{},'before':{}  | 'after'          | 'before'",
        "'after':{'name':'x'}    | 'after.name'     | event, filter",
        "'over':'screens'        | 'over'           | events, pages",
        "'depth':21              | 'depth'          | from 1 to 20",
        "'limit':201             | 'limit'          | from 1 to 200",
        "'collapse_repeats':1    | 'collapse_repeats' | true or false",
        "'steps':[]              | 'steps'          | after, before",
      })
  void refuses_what_means_nothing(String members, String path, String allowed) {
    ProblemException refused = catchThrowableOfType(ProblemException.class, () -> parse(members));

    assertThat(refused.problem().detail()).contains(path, allowed);
  }

  private static Paths parse(String members) {
    String json =
        "{'kind':'paths','from':'2026-11-01','to':'2026-11-23',%s}"
            .formatted(members)
            .replace('\'', '"');
    try {
      return (Paths) QueryParser.parse(Json.mapper().readTree(json));
    } catch (JsonProcessingException invalid) {
      throw new IllegalArgumentException(json, invalid);
    }
  }
}
