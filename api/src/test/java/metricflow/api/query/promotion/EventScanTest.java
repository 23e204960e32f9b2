package metricflow.api.query.promotion;

import static metricflow.promotion.PropertyKind.NUMBER;
import static metricflow.promotion.PropertyKind.TEXT;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import metricflow.api.query.SqlStatement;
import metricflow.promotion.Promotion;
import metricflow.promotion.Property;
import metricflow.promotion.PropertyKind;
import org.junit.jupiter.api.Test;

class EventScanTest {
  private static final PropertyUse PLAN = new PropertyUse(property("plan"), TEXT);
  private static final PropertyUse PLAN_NUMBER = new PropertyUse(property("plan"), NUMBER);
  private static final PropertyUse AMOUNT = new PropertyUse(property("amount"), NUMBER);

  private static Property property(String name) {
    return new Property("properties", name);
  }

  private static Promotion promotion(int number, PropertyKind kind, int slot, String name) {
    return new Promotion(number, Map.of(kind, Map.of(slot, property(name))));
  }

  private static String sql(EventScan scan) {
    SqlStatement.Builder sql = new SqlStatement.Builder(null);
    scan.write(sql, "lake.tables.events", 42);
    return sql.build().reproducible();
  }

  @Test
  void rows_of_a_promotion_are_read_by_its_columns_and_all_others_by_json() {
    EventScan scan = EventScan.of(List.of(promotion(3, TEXT, 2, "plan")), List.of(PLAN, AMOUNT));

    assertThat(scan.name(PLAN)).contains("property_0");
    assertThat(scan.name(AMOUNT)).isEmpty();
    assertThat(sql(scan))
        .isEqualTo(
            """
            (
                SELECT *, promoted_text_2 AS property_0
                FROM lake.tables.events
                WHERE project_id = 42 AND promotion IN (3)
                UNION ALL
                SELECT *, property_text(properties, 'plan') AS property_0
                FROM lake.tables.events
                WHERE project_id = 42 AND (promotion IS NULL OR promotion NOT IN (3))
              )\
            """);
    assertThat(scan.description()).contains("properties.plan").doesNotContain("amount");
  }

  @Test
  void promotions_that_have_a_property_in_the_same_column_are_one_branch() {
    EventScan scan =
        EventScan.of(
            List.of(
                promotion(1, TEXT, 2, "plan"),
                promotion(2, TEXT, 1, "plan"),
                promotion(4, TEXT, 2, "plan"),
                promotion(5, TEXT, 2, "city")),
            List.of(PLAN));

    assertThat(sql(scan))
        .containsSubsequence(
            "promoted_text_2 AS property_0",
            "promotion IN (4, 1)",
            "promoted_text_1 AS property_0",
            "promotion IN (2)",
            "promotion NOT IN (1, 2, 4)");
  }

  @Test
  void a_number_is_read_of_the_text_where_it_has_no_column_of_its_own() {
    EventScan scan = EventScan.of(List.of(promotion(1, TEXT, 1, "plan")), List.of(PLAN_NUMBER));

    assertThat(sql(scan)).contains("try_cast(promoted_text_1 AS double) AS property_0");
  }

  @Test
  void a_text_is_never_read_of_a_number() {
    assertThat(EventScan.of(List.of(promotion(1, NUMBER, 1, "plan")), List.of(PLAN)).isPlain())
        .isTrue();
  }

  @Test
  void without_a_column_for_what_is_needed_the_table_is_read_as_it_is() {
    EventScan scan = EventScan.of(List.of(promotion(1, TEXT, 1, "city")), List.of(PLAN));

    assertThat(scan.isPlain()).isTrue();
    assertThat(sql(scan)).isEqualTo("lake.tables.events");
    assertThat(scan.description()).isEmpty();
  }

  @Test
  void a_property_that_changed_columns_often_is_read_by_json_in_its_oldest_rows() {
    List<Promotion> promotions =
        IntStream.rangeClosed(1, TEXT.slots())
            .mapToObj(number -> promotion(number, TEXT, number, "plan"))
            .toList();

    assertThat(sql(EventScan.of(promotions, List.of(PLAN))).split("UNION ALL", -1)).hasSize(4);
  }
}
