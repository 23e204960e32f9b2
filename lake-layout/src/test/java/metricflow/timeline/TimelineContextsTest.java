package metricflow.timeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import metricflow.timeline.TimelineContexts.Context;
import org.junit.jupiter.api.Test;

final class TimelineContextsTest {
  private static final Context DESK =
      new Context(List.of("DE", "desktop", "Firefox", "Linux", "free"));
  private static final Context NOTHING = new Context(Arrays.asList(null, null, null, null, null));

  @Test
  void a_context_has_a_code_even_if_nothing_is_known_of_it() {
    TimelineContexts contexts = new TimelineContexts(Map.of(DESK, 4));

    assertThat(contexts.assign(List.of(NOTHING, DESK))).isEqualTo(Map.of(NOTHING, 5));
    assertThat(contexts.of(DESK)).isEqualTo(4);
    assertThat(contexts.of(NOTHING)).isEqualTo(5);
  }

  @Test
  void contexts_beyond_the_most_that_have_codes_share_one() {
    TimelineContexts contexts = new TimelineContexts(Map.of());
    List<Context> many =
        IntStream.rangeClosed(0, TimelineContexts.MAX_CODE)
            .mapToObj(i -> new Context(List.of("DE", "desktop", "Firefox", "Linux", "plan " + i)))
            .toList();

    assertThat(contexts.assign(many)).hasSize(TimelineContexts.MAX_CODE);
    assertThat(contexts.of(many.getLast())).isEqualTo(TimelineContexts.OTHER);
    assertThat(contexts.assign(List.of(DESK))).isEmpty();
  }
}
