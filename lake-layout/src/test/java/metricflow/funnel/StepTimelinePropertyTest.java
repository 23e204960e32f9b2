package metricflow.funnel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;

/** {@link StepTimeline} against the definition of a funnel, tried on every path there is. */
final class StepTimelinePropertyTest {
  record Entry(long time, int sequence, int mask) {}

  private static final Comparator<Entry> ORDER =
      Comparator.comparingLong(Entry::time)
          .thenComparingInt(Entry::sequence)
          .thenComparingInt(entry -> Integer.numberOfTrailingZeros(entry.mask()))
          .thenComparingInt(Entry::mask);

  /** Few instants and sequences, so that ties, equal entries and window edges are the rule. */
  @Provide
  Arbitrary<List<Entry>> entries() {
    return Combinators.combine(
            Arbitraries.longs().between(0, 8),
            Arbitraries.integers().between(-1, 1),
            Arbitraries.integers().between(1, 31))
        .as(Entry::new)
        .list()
        .ofMaxSize(9);
  }

  @Property(tries = 20_000)
  void reaches_what_the_best_of_all_paths_reaches(
      @ForAll("entries") List<Entry> entries,
      @ForAll @IntRange(min = 2, max = 5) int steps,
      @ForAll @LongRange(min = 0, max = 9) long windowMillis) {
    assertThat(timeline(entries).stepsReached(steps, windowMillis))
        .isEqualTo(bestPath(entries, steps, windowMillis));
  }

  @Property(tries = 5_000)
  void does_not_depend_on_the_order_of_adding(
      @ForAll("entries") List<Entry> entries,
      @ForAll @IntRange(min = 2, max = 5) int steps,
      @ForAll @LongRange(min = 0, max = 9) long windowMillis,
      @ForAll long seed) {
    List<Entry> shuffled = new ArrayList<>(entries);
    Collections.shuffle(shuffled, new Random(seed));

    assertThat(timeline(shuffled).stepsReached(steps, windowMillis))
        .isEqualTo(timeline(entries).stepsReached(steps, windowMillis));
  }

  @Property(tries = 5_000)
  void parts_that_travel_as_bytes_add_up_to_the_whole(
      @ForAll("entries") List<Entry> entries,
      @ForAll @IntRange(max = 9) int cut,
      @ForAll @IntRange(min = 2, max = 5) int steps,
      @ForAll @LongRange(min = 0, max = 9) long windowMillis) {
    int middle = Math.min(cut, entries.size());
    StepTimeline first = timeline(entries.subList(0, middle));
    StepTimeline second = timeline(entries.subList(middle, entries.size()));
    // Asked in between, as live counters are: asking must not change what is there.
    first.stepsReached(steps, windowMillis);

    StepTimeline whole = StepTimeline.fromBytes(second.toBytes());
    whole.addAll(StepTimeline.fromBytes(first.toBytes()));

    assertThat(whole.size()).isEqualTo(entries.size());
    assertThat(whole.stepsReached(steps, windowMillis))
        .isEqualTo(bestPath(entries, steps, windowMillis));
  }

  @Property
  void a_longer_window_never_reaches_less(
      @ForAll("entries") List<Entry> entries,
      @ForAll @LongRange(min = 0, max = 9) long windowMillis) {
    StepTimeline timeline = timeline(entries);

    assertThat(timeline.stepsReached(5, windowMillis + 1))
        .isGreaterThanOrEqualTo(timeline.stepsReached(5, windowMillis));
  }

  @Property(tries = 5_000)
  void what_a_limit_leaves_depends_on_all_entries_and_not_on_when_it_was_applied(
      @ForAll("entries") List<Entry> entries,
      @ForAll @IntRange(min = 2, max = 5) int steps,
      @ForAll @IntRange(min = 5, max = 9) int limit,
      @ForAll long seed) {
    List<Entry> distinct =
        entries.stream()
            .map(entry ->
                new Entry(entry.time(), entry.sequence(), entry.mask() & ((1 << steps) - 1)))
            .distinct()
            .toList();
    StepTimeline atOnce = timeline(distinct);
    atOnce.limit(steps, limit);

    List<Entry> shuffled = new ArrayList<>(distinct);
    Collections.shuffle(shuffled, new Random(seed));
    StepTimeline oneByOne = new StepTimeline();
    for (Entry entry : shuffled) {
      oneByOne.addOnce(entry.time(), entry.sequence(), entry.mask());
      oneByOne.limit(steps, limit);
    }

    assertThat(atOnce.size()).isLessThanOrEqualTo(limit);
    assertThat(entriesOf(oneByOne)).isEqualTo(entriesOf(atOnce));
  }

  private static Set<String> entriesOf(StepTimeline timeline) {
    Set<String> entries = new TreeSet<>();
    byte[] bytes = timeline.toBytes();
    for (int from = 0; from < bytes.length; from += 16) {
      entries.add(HexFormat.of().formatHex(bytes, from, from + 16));
    }
    return entries;
  }

  private static StepTimeline timeline(List<Entry> entries) {
    StepTimeline timeline = new StepTimeline();
    entries.forEach(entry -> timeline.add(entry.time(), entry.sequence(), entry.mask()));
    return timeline;
  }

  private static int bestPath(List<Entry> entries, int steps, long windowMillis) {
    List<Entry> ordered = entries.stream().sorted(ORDER).toList();
    return longestFrom(ordered, 0, 0, steps, 0, windowMillis);
  }

  /** Length of the longest path whose next event, from {@code next} on, fills {@code step}. */
  private static int longestFrom(
      List<Entry> ordered, int next, int step, int steps, long start, long windowMillis) {
    int longest = step;
    for (int i = next; step < steps && i < ordered.size(); i++) {
      Entry entry = ordered.get(i);
      boolean fills = (entry.mask() & (1 << step)) != 0;
      if (fills && (step == 0 || entry.time() - start <= windowMillis)) {
        long pathStart = step == 0 ? entry.time() : start;
        longest =
            Math.max(
                longest, longestFrom(ordered, i + 1, step + 1, steps, pathStart, windowMillis));
      }
    }
    return longest;
  }
}
