package metricflow.timeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import metricflow.timeline.TimelineCodes.Meaning;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

final class TimelineCodesTest {
  private static final Meaning VIEW = Meaning.of("page_view", null);

  @Test
  void a_page_view_has_a_code_of_its_page_and_other_events_of_their_name() {
    TimelineCodes codes = new TimelineCodes(Map.of());
    codes.assign(List.of(Meaning.of("page_view", "/"), Meaning.of("click", "/")));

    assertThat(codes.of(VIEW)).isEqualTo(1);
    assertThat(codes.of(Meaning.of("page_view", "/"))).isEqualTo(2);
    assertThat(codes.of(Meaning.of("click", "/pricing"))).isEqualTo(3);
    assertThat(codes.of(Meaning.of("purchase", null))).isEqualTo(TimelineCodes.OTHER);
  }

  @Test
  void pages_beyond_the_most_that_have_codes_share_that_of_views_without_a_page() {
    TimelineCodes codes = new TimelineCodes(Map.of());
    codes.assign(
        IntStream.range(0, TimelineCodes.MAX_PAGES)
            .mapToObj(i -> Meaning.of("page_view", "/" + i))
            .toList());

    assertThat(codes.assign(List.of(Meaning.of("page_view", "/late")))).isEmpty();
    assertThat(codes.of(Meaning.of("page_view", "/late"))).isEqualTo(codes.of(VIEW));
    assertThat(codes.assign(List.of(Meaning.of("click", null)))).hasSize(1);
  }

  @Test
  void events_beyond_the_highest_code_share_one() {
    TimelineCodes codes = new TimelineCodes(Map.of());
    codes.assign(
        IntStream.rangeClosed(1, TimelineCodes.MAX_CODE)
            .mapToObj(i -> Meaning.of("event-" + i, null))
            .toList());

    assertThat(codes.of(Meaning.of("event-" + TimelineCodes.MAX_CODE, null)))
        .isEqualTo(TimelineCodes.MAX_CODE);
    assertThat(codes.assign(List.of(Meaning.of("one-more", null)))).isEmpty();
    assertThat(codes.of(Meaning.of("one-more", null))).isEqualTo(TimelineCodes.OTHER);
  }

  @Provide
  Arbitrary<List<Meaning>> meanings() {
    return Combinators.combine(
            Arbitraries.of("page_view", "click", "purchase", "sign_up"),
            Arbitraries.of("/", "/a", "/b", "/c").injectNull(0.2))
        .as(Meaning::of)
        .list()
        .ofMaxSize(20);
  }

  @Property
  void a_code_once_given_stays_and_no_two_things_have_the_same(
      @ForAll("meanings") List<Meaning> today, @ForAll("meanings") List<Meaning> tomorrow) {
    Map<Meaning, Integer> stored = new HashMap<>();
    stored.putAll(new TimelineCodes(stored).assign(today));
    Map<Meaning, Integer> first = Map.copyOf(stored);
    TimelineCodes codes = new TimelineCodes(stored);
    stored.putAll(codes.assign(tomorrow));

    assertThat(stored).containsAllEntriesOf(first);
    assertThat(stored.values()).doesNotHaveDuplicates().doesNotContain(TimelineCodes.OTHER);
    List<Meaning> all = new ArrayList<>(today);
    all.addAll(tomorrow);
    assertThat(all)
        .allSatisfy(meaning -> assertThat(codes.of(meaning)).isEqualTo(stored.get(meaning)));
  }

  @Property
  void a_mask_has_the_bit_of_each_code(@ForAll("meanings") List<Meaning> meanings) {
    TimelineCodes codes = new TimelineCodes(Map.of());
    codes.assign(meanings);
    long mask =
        meanings.stream()
            .mapToLong(meaning -> TimelineCodes.maskBit(codes.of(meaning)))
            .reduce(0, (a, b) -> a | b);

    assertThat(Long.bitCount(mask)).isEqualTo(meanings.stream().distinct().count());
  }
}
