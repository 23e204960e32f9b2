package metricflow.event;

import static org.assertj.core.api.Assertions.assertThatCode;

import java.nio.charset.StandardCharsets;
import metricflow.problem.ProblemException;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

final class BatchParserPropertyTest {
  private static final byte[] GOOD =
      """
      {"write_key":"k","batch":[{"event":"click","event_id":"e1","distinct_id":"ada",
       "event_time":"2026-11-24T02:59:58.5Z","sequence":3,"properties":{"a":[1,2]},
       "user_properties":{"plan":"pro"}}],"sent_at":1795000000000}\
      """
          .getBytes(StandardCharsets.UTF_8);

  private final BatchParser parser = new BatchParser(EventLimits.defaults());

  @Property
  void any_bytes_give_verdicts_or_a_problem(@ForAll byte[] body) {
    assertReadOrRefused(body);
  }

  @Property
  void a_good_body_with_a_wrong_byte_gives_verdicts_or_a_problem(
      @ForAll @IntRange(max = 190) int at, @ForAll byte wrong) {
    byte[] body = GOOD.clone();
    body[at] = wrong;
    assertReadOrRefused(body);
  }

  private void assertReadOrRefused(byte[] body) {
    assertThatCode(() -> readOrRefuse(body)).doesNotThrowAnyException();
  }

  private void readOrRefuse(byte[] body) {
    try {
      parser.parse(body, 1_795_000_000_000L);
    } catch (ProblemException refused) {
      // As it should be.
    }
  }
}
