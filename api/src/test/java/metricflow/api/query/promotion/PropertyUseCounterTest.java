package metricflow.api.query.promotion;

import static metricflow.promotion.PropertyKind.NUMBER;
import static metricflow.promotion.PropertyKind.TEXT;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import metricflow.api.metadata.JdbcPropertyUse;
import metricflow.api.metadata.MetadataStore;
import metricflow.api.query.QueryParser;
import metricflow.api.web.Json;
import metricflow.config.Config;
import metricflow.promotion.Property;
import metricflow.promotion.PropertyKind;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PropertyUseCounterTest {
  private static final Clock NOW =
      Clock.fixed(Instant.parse("2026-11-24T03:00:00Z"), ZoneOffset.UTC);
  private static final LocalDate TODAY = LocalDate.parse("2026-11-24");

  private final MetadataStore store =
      MetadataStore.open(
          Config.from(Map.of("METRICFLOW_METADATA_URL", "jdbc:h2:mem:" + UUID.randomUUID())));
  private final JdbcPropertyUse uses = new JdbcPropertyUse(store);
  private final PropertyUseCounter counter = new PropertyUseCounter(uses, NOW);

  @AfterEach
  void close() {
    counter.close();
    store.close();
  }

  private static PropertyUse use(String name, PropertyKind kind) {
    return new PropertyUse(Property.of(name), kind);
  }

  @Test
  void a_question_uses_texts_in_filters_and_breakdowns_and_numbers_where_it_compares_or_adds()
      throws IOException {
    ObjectNode question =
        (ObjectNode)
            Json.mapper()
                .readTree(
                    """
                    {"kind":"trends","interval":"day","from":"2026-11-01","to":"2026-11-02",
                     "series":[{"measure":"sum","property":"properties.amount","filter":
                       {"property":"user_properties.age","operator":"at_least","value":18}}],
                     "breakdown":["properties.plan","country"],
                     "filter":{"not":{"or":[
                       {"property":"properties.plan","operator":"in","value":["pro",1]},
                       {"property":"properties.o.d","operator":"set"}]}}}
                    """);

    assertThat(QueryParser.parse(question).propertyUses())
        .containsExactly(
            use("properties.amount", NUMBER),
            use("properties.o.d", TEXT),
            use("properties.plan", TEXT),
            use("properties.plan", NUMBER),
            use("user_properties.age", NUMBER));
  }

  @Test
  void questions_are_added_up_over_minutes_days_and_processes_and_forgotten_after_a_month() {
    counter.count(1, List.of(use("properties.plan", TEXT), use("properties.amount", NUMBER)));
    counter.count(1, List.of(use("properties.plan", TEXT)));
    assertThat(counter.recent()).hasSize(2);
    counter.count(1, List.of(use("properties.plan", TEXT)));
    counter.count(2, List.of(use("properties.plan", TEXT)));
    var plan = new JdbcPropertyUse.Use(1, Property.of("properties.plan"), TEXT);
    uses.add(TODAY.minusDays(30), Map.of(plan, 10L), TODAY.minusDays(90));
    uses.add(TODAY.minusDays(31), Map.of(plan, 100L), TODAY.minusDays(90));

    assertThat(counter.recent())
        .containsExactly(
            new JdbcPropertyUse.Total(plan, 13),
            new JdbcPropertyUse.Total(
                new JdbcPropertyUse.Use(1, Property.of("properties.amount"), NUMBER), 1),
            new JdbcPropertyUse.Total(
                new JdbcPropertyUse.Use(2, Property.of("properties.plan"), TEXT), 1));
    assertThat(uses.since(TODAY.minusDays(90)).getFirst().questions())
        .describedAs("days long past are deleted when others are written")
        .isEqualTo(13);
  }
}
