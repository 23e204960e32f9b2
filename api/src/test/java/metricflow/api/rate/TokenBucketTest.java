package metricflow.api.rate;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class TokenBucketTest {
  private final AtomicLong nanos = new AtomicLong();
  private final TokenBucket bucket = new TokenBucket(100, nanos::get);

  @Test
  void so_many_pass_at_once_and_no_more() {
    assertThat(passed(300)).isEqualTo(100);
  }

  @Test
  void it_fills_again_with_time_but_never_beyond_its_size() {
    passed(100);

    nanos.addAndGet(50_000_000L);
    assertThat(passed(300)).isEqualTo(5);

    nanos.addAndGet(60_000_000_000L);
    assertThat(passed(300)).isEqualTo(100);
  }

  private int passed(int tries) {
    return (int) IntStream.range(0, tries).filter(i -> bucket.take()).count();
  }
}
