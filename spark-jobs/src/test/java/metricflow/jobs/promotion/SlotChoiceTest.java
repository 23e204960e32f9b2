package metricflow.jobs.promotion;

import static java.util.stream.Collectors.toMap;
import static metricflow.promotion.PropertyKind.NUMBER;
import static metricflow.promotion.PropertyKind.TEXT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import metricflow.promotion.Promotion;
import metricflow.promotion.Property;
import metricflow.promotion.PropertyKind;
import org.junit.jupiter.api.Test;

class SlotChoiceTest {
  private final SlotChoice choice = new SlotChoice(10);

  private static Property property(String name) {
    return new Property("properties", name);
  }

  private static PropertyUse use(String name, PropertyKind kind, long questions) {
    return new PropertyUse(1, property(name), kind, questions);
  }

  /** As many properties as there are columns for texts: {@code p1}, {@code p2}, ... */
  private static Promotion full() {
    return new Promotion(
        1,
        Map.of(
            TEXT,
            IntStream.rangeClosed(1, TEXT.slots())
                .boxed()
                .collect(toMap(slot -> slot, slot -> property("p" + slot)))));
  }

  @Test
  void properties_used_often_get_columns_of_the_kind_they_are_used_as() {
    assertThat(
            choice.choose(
                Promotion.NONE,
                List.of(
                    use("plan", TEXT, 40),
                    use("amount", NUMBER, 15),
                    use("amount", TEXT, 50),
                    use("rare", TEXT, 9))))
        .isEqualTo(
            Map.of(
                TEXT,
                Map.of(1, property("amount"), 2, property("plan")),
                NUMBER,
                Map.of(1, property("amount"))));
  }

  @Test
  void a_column_stays_with_its_property_while_nobody_needs_it() {
    assertThat(choice.choose(full(), List.of()).get(TEXT)).isEqualTo(full().slots(TEXT));
  }

  @Test
  void a_property_takes_the_column_of_one_used_less_than_half_as_often() {
    List<PropertyUse> uses = new ArrayList<>();
    IntStream.rangeClosed(1, TEXT.slots()).forEach(i -> uses.add(use("p" + i, TEXT, 100 + i)));

    uses.add(use("new", TEXT, 202));
    assertThat(choice.choose(full(), uses).get(TEXT)).isEqualTo(full().slots(TEXT));

    uses.set(uses.size() - 1, use("new", TEXT, 203));
    assertThat(choice.choose(full(), uses).get(TEXT))
        .containsEntry(1, property("new"))
        .containsEntry(2, property("p2"))
        .hasSize(TEXT.slots());
  }

  @Test
  void two_properties_used_about_as_often_do_not_take_turns() {
    Promotion current = full();
    for (int night = 1; night <= 10; night++) {
      long more = night % 2 == 0 ? 120 : 80;
      List<PropertyUse> uses =
          List.of(use("p1", TEXT, 100), use("other", TEXT, more), use("p2", TEXT, 500));
      Map<PropertyKind, Map<Integer, Property>> chosen = choice.choose(current, uses);
      if (night > 1) {
        assertThat(chosen).isEqualTo(current.slots());
      }
      current = new Promotion(night + 1, chosen);
    }
  }

  @Test
  void a_property_named_by_hand_takes_the_first_free_column() {
    Promotion current = new Promotion(1, Map.of(TEXT, Map.of(2, property("plan"))));

    assertThat(SlotChoice.with(current, property("city"), TEXT).get(TEXT))
        .isEqualTo(Map.of(1, property("city"), 2, property("plan")));
    assertThat(SlotChoice.with(current, property("plan"), TEXT)).isEqualTo(current.slots());
    assertThatThrownBy(() -> SlotChoice.with(full(), property("plan"), TEXT))
        .hasMessageContaining("All 8 text columns are taken, by properties.p1, ");
  }
}
