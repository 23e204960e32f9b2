package metricflow.api.query;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import metricflow.api.query.filter.Field;
import metricflow.api.query.filter.Filter;
import org.junit.jupiter.api.Test;

/** Filters about persons against the simple conditions and the masks that become of them. */
class PersonFormulaTest {
  private static final LocalDate DAY = LocalDate.parse("2026-11-01");
  private static final EventSelector PURCHASES = new EventSelector(List.of("purchase"), Filter.ANY);
  private static final List<Field> FIELDS = List.of(new Field.Of("plan"), new Field.Of("country"));
  private static final Filter HAS_PLAN = new Filter.Has(new Filter.IsSet(FIELDS.getFirst()));
  private static final Filter BOUGHT =
      new Filter.Did(PURCHASES, new DayRange(null, null), 1, Long.MAX_VALUE);
  private static final Filter ON_HOME =
      new Filter.Is(new Field.Of("page"), List.of("/"), List.of());

  /** The days of what somebody did, and the latest values, null where there is none. */
  private record Somebody(List<LocalDate> days, List<String> values) {}

  @Test
  void a_filter_about_persons_holds_of_those_of_whom_its_formula_does() {
    Random random = new Random(113);
    int taken = 0;
    for (int i = 0; i < 4_000; i++) {
      Filter filter = tree(3, random, () -> leaf(random));
      Optional<PersonFormula> formula = PersonFormula.of(filter);
      if (formula.isEmpty()) {
        continue;
      }
      taken++;
      for (int j = 0; j < 5; j++) {
        Somebody somebody = somebody(random);
        int met = 0;
        for (int n = 0; n < formula.get().conditions().size(); n++) {
          met |= holds(formula.get().conditions().get(n), somebody) ? 1 << n : 0;
        }
        assertThat(formula.get().masks().get(met))
            .as("%s of %s", filter, somebody)
            .isEqualTo(holds(filter, somebody) ? -1 : 0);
      }
      assertThat(formula.get().conditions()).allMatch(PersonFormulaTest::isSimple);
    }
    assertThat(taken).isGreaterThan(2_000);
  }

  private static boolean isSimple(Filter.OfPerson condition) {
    Somebody nobody = new Somebody(List.of(), Arrays.asList(null, null));
    return !(condition instanceof Filter.FirstDid) && !holds(condition, nobody);
  }

  private static Filter tree(int depth, Random random, Supplier<Filter> leaf) {
    Supplier<Filter> deeper = () -> tree(depth - 1, random, leaf);
    return switch (depth == 0 ? 3 : random.nextInt(4)) {
      case 0 -> new Filter.All(List.of(deeper.get(), deeper.get()));
      case 1 -> new Filter.Any(List.of(deeper.get(), deeper.get()));
      case 2 -> new Filter.Not(deeper.get());
      default -> leaf.get();
    };
  }

  private static Filter leaf(Random random) {
    LocalDate from = random.nextBoolean() ? DAY.plusDays(random.nextInt(3)) : null;
    DayRange days =
        new DayRange(from, random.nextBoolean() ? DAY.plusDays(3 + random.nextInt(3)) : null);
    return switch (random.nextInt(3)) {
      case 0 -> new Filter.FirstDid(PURCHASES, days);
      case 1 -> new Filter.Did(PURCHASES, days, 1 + random.nextInt(2), Long.MAX_VALUE);
      default -> new Filter.Has(tree(2, random, () -> ofField(random)));
    };
  }

  private static Filter ofField(Random random) {
    Field field = FIELDS.get(random.nextInt(FIELDS.size()));
    return random.nextBoolean()
        ? new Filter.IsSet(field)
        : new Filter.Is(field, List.of(random.nextBoolean() ? "a" : "b"), List.of());
  }

  private static Somebody somebody(Random random) {
    List<LocalDate> days = new ArrayList<>();
    random.ints(random.nextInt(4), 0, 6).sorted().forEach(day -> days.add(DAY.plusDays(day)));
    List<String> values = new ArrayList<>();
    IntStream.range(0, 2)
        .forEach(i -> values.add(random.nextInt(3) == 0 ? null : random.nextBoolean() ? "a" : "b"));
    return new Somebody(days, values);
  }

  private static boolean holds(Filter filter, Somebody who) {
    return switch (filter) {
      case Filter.All all -> all.filters().stream().allMatch(one -> holds(one, who));
      case Filter.Any any -> any.filters().stream().anyMatch(one -> holds(one, who));
      case Filter.Not not -> !holds(not.filter(), who);
      case Filter.Has has -> holds(has.filter(), who);
      case Filter.IsSet set -> who.values().get(FIELDS.indexOf(set.field())) != null;
      case Filter.Is is -> {
        String value = who.values().get(FIELDS.indexOf(is.field()));
        yield value != null && is.texts().contains(value);
      }
      case Filter.Did did -> {
        long times = who.days().stream().filter(did.days()::holds).count();
        yield did.least() <= times && times <= did.most();
      }
      case Filter.FirstDid first ->
          !who.days().isEmpty() && first.days().holds(who.days().getFirst());
      default -> throw new AssertionError(filter);
    };
  }

  @Test
  void what_looks_at_events_too_is_no_formula() {
    assertThat(PersonFormula.of(new Filter.Any(List.of(HAS_PLAN, ON_HOME)))).isEmpty();
    assertThat(PersonFormula.of(ON_HOME)).isEmpty();
  }

  @Test
  void more_conditions_than_there_is_room_for_ways_to_meet_them_are_none() {
    List<Filter> seven =
        IntStream.rangeClosed(1, 7)
            .<Filter>mapToObj(
                times -> new Filter.Did(PURCHASES, new DayRange(null, null), times, Long.MAX_VALUE))
            .toList();

    assertThat(PersonFormula.of(new Filter.All(seven.subList(0, 6)))).isPresent();
    assertThat(PersonFormula.of(new Filter.All(seven))).isEmpty();
  }

  @Test
  void what_all_of_a_question_asks_of_persons_is_taken_apart() {
    EventSelector home = new EventSelector(List.of("page_view"), all(HAS_PLAN, ON_HOME));
    EventSelector any = new EventSelector(List.of(), HAS_PLAN);

    PersonsApart apart = PersonsApart.of(List.of(home, any), all(BOUGHT));

    assertThat(apart.selectors())
        .containsExactly(new EventSelector(List.of("page_view"), all(ON_HOME)), EventSelector.ANY);
    assertThat(apart.filter()).isEqualTo(Filter.ANY);
    assertThat(apart.persons()).isEqualTo(PersonFormula.of(all(BOUGHT, HAS_PLAN)).orElseThrow());
  }

  @Test
  void what_only_a_part_asks_of_persons_counts_for_its_bit_alone() {
    EventSelector home = new EventSelector(List.of("page_view"), all(HAS_PLAN, ON_HOME));

    PersonsApart apart = PersonsApart.of(List.of(home, EventSelector.ANY), ON_HOME);

    assertThat(apart.selectors())
        .containsExactly(new EventSelector(List.of("page_view"), all(ON_HOME)), EventSelector.ANY);
    assertThat(apart.filter()).isEqualTo(ON_HOME);
    assertThat(apart.persons().masks()).as("without a plan, with one").containsExactly(-2L, -1L);
  }

  @Test
  void what_all_and_parts_ask_of_persons_counts_together() {
    EventSelector planned = new EventSelector(List.of("page_view"), HAS_PLAN);
    EventSelector others = new EventSelector(List.of("page_view"), new Filter.Not(HAS_PLAN));

    PersonsApart apart = PersonsApart.of(List.of(planned, others), BOUGHT);

    assertThat(apart.filter()).isEqualTo(Filter.ANY);
    assertThat(apart.persons().conditions().getFirst()).isEqualTo(BOUGHT);
    assertThat(apart.persons().masks())
        .as("neither, bought, with a plan, both")
        .containsExactly(0L, -2L, 0L, -3L);
  }

  @Test
  void of_events_that_fill_one_step_only_what_all_of_them_ask_of_persons_is_taken_apart() {
    EventSelector home = new EventSelector(List.of("page_view"), all(HAS_PLAN, BOUGHT));
    EventSelector any = new EventSelector(List.of(), HAS_PLAN);

    PersonsApart apart =
        PersonsApart.ofSteps(List.of(List.of(home, any), List.of(EventSelector.ANY)), Filter.ANY);

    assertThat(apart.steps())
        .containsExactly(
            List.of(new EventSelector(List.of("page_view"), all(BOUGHT)), EventSelector.ANY),
            List.of(EventSelector.ANY));
    assertThat(apart.persons().masks()).containsExactly(-2L, -1L);
  }

  @Test
  void when_parts_have_too_many_conditions_what_all_ask_is_still_taken_apart() {
    List<EventSelector> seven =
        IntStream.rangeClosed(1, 7)
            .mapToObj(times ->
                new EventSelector(
                    List.of(),
                    all(
                        HAS_PLAN,
                        new Filter.Did(
                            PURCHASES, new DayRange(null, null), times, Long.MAX_VALUE))))
            .toList();

    PersonsApart apart = PersonsApart.of(seven, Filter.ANY);

    assertThat(apart.persons()).isEqualTo(PersonFormula.of(HAS_PLAN).orElseThrow());
    assertThat(apart.selectors()).allMatch(one -> one.filter().parts().size() == 1);
  }

  private static Filter all(Filter... filters) {
    return new Filter.All(List.of(filters));
  }
}
