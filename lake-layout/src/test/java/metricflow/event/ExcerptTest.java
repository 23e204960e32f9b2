package metricflow.event;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

final class ExcerptTest {
  private static final byte[] TEXT = "größe".getBytes(StandardCharsets.UTF_8);

  @Test
  void a_text_within_the_bound_is_whole() {
    String excerpt = Excerpt.of(TEXT, 0, TEXT.length, TEXT.length);

    assertThat(excerpt).isEqualTo("größe");
    assertThat(Excerpt.isCut(excerpt)).isFalse();
  }

  @Test
  void a_longer_text_says_where_it_was_cut_even_within_a_character() {
    String excerpt = Excerpt.of(TEXT, 0, TEXT.length, 3);

    assertThat(excerpt).startsWith("gr").endsWith("… [cut after 3 bytes]");
    assertThat(Excerpt.isCut(excerpt)).isTrue();
  }

  @Test
  void no_json_text_looks_cut() {
    assertThat(Excerpt.isCut("[\"… [cut after 3 bytes]\"]")).isFalse();
    assertThat(Excerpt.isCut("[1]")).isFalse();
  }
}
