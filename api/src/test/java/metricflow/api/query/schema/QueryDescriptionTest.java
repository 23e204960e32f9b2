package metricflow.api.query.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Stream;
import metricflow.api.openapi.ApiDocument;
import metricflow.api.query.Query;
import metricflow.api.query.QueryExamples;
import metricflow.api.query.QueryParser;
import metricflow.api.web.Json;
import metricflow.problem.ProblemException;
import org.junit.jupiter.api.Test;

class QueryDescriptionTest {
  private static final ObjectNode DOCUMENT = document();

  private static ObjectNode document() {
    ApiDocument document = new ApiDocument();
    QueryDescription.addTo(document);
    return document.json();
  }

  @Test
  void there_is_an_example_for_every_kind_of_question_and_each_can_be_read() throws Exception {
    TreeSet<String> kinds = new TreeSet<>();
    for (String example : QueryExamples.all().values()) {
      kinds.add(QueryParser.question(Json.mapper().readTree(example), false).query().kind());
    }

    assertThat(kinds).hasSameSizeAs(kinds(Query.class).toList());
  }

  private static Stream<Class<?>> kinds(Class<?> type) {
    return type.isSealed()
        ? Stream.of(type.getPermittedSubclasses()).flatMap(QueryDescriptionTest::kinds)
        : Stream.of(type);
  }

  @Test
  void questions_have_the_members_that_the_parser_allows() {
    for (JsonNode reference : DOCUMENT.at("/components/schemas/Question/oneOf")) {
      JsonNode schema = resolve(reference);
      String kind = schema.at("/properties/kind/const").textValue();

      assertThat(allowed("{'kind':'%s','no_such_member':1}".formatted(kind)))
          .as(kind)
          .isEqualTo(names(schema));
    }
  }

  @Test
  void parts_of_questions_have_the_members_that_the_parser_allows() {
    String trends = "{'kind':'trends','from':'2026-01-01','to':'2026-01-02','series':[%s]}";
    String percentile = "{'measure':'percentile','property':'os','percentile':5,'no':1}";
    assertThat(allowed(trends.formatted(percentile))).isEqualTo(names(schema("Series")));
    assertThat(allowed(trends.formatted("{'filter':{'property':'os','no':1}}")))
        .isEqualTo(names(schema("Condition")));
    assertThat(allowed(trends.formatted("{'filter':{'did':{'no':1}}}")))
        .isEqualTo(names(schema("DidMembers")));
    assertThat(
            allowed("{'kind':'retention','from':'2026-01-01','to':'2026-01-02','start':{'no':1}}"))
        .isEqualTo(names(schema("EventSelector")));
    assertThat(
            allowed(
                "{'kind':'funnel','from':'2026-01-01','to':'2026-01-02',"
                    + "'conversion_window_seconds':1,'steps':[{'no':1},{}]}"))
        .isEqualTo(names(schema("FunnelStep")));
    String funnel =
        "{'kind':'funnel','from':'2026-01-01','to':'2026-01-02','conversion_window_seconds':1,"
            + "'steps':[{'event':'a'},{'event':'b'}],%s}";
    assertThat(allowed(funnel.formatted("'exclusions':[{'no':1}]")))
        .isEqualTo(names(schema("FunnelExclusion")));
    assertThat(allowed(funnel.formatted("'time_to_convert':{'no':1}")))
        .isEqualTo(names(schema("TimeToConvert")));
  }

  @Test
  void every_reference_leads_somewhere() {
    assertReferences(DOCUMENT);
  }

  @Test
  void answers_have_the_members_of_their_records_and_of_the_receipt() {
    assertThat(names(schema("Lives")))
        .contains("kind", "as_of", "bytes_scanned", "version", "explain", "new", "dormant");
    assertThat(schema("Lives").path("required").toString())
        .contains("\"version\"")
        .doesNotContain("explain");
    assertThat(schema("TrendLines").at("/properties/groups/items/properties/lines/items/required"))
        .isEqualTo(Json.mapper().valueToTree(List.of("name", "total")));
  }

  private static void assertReferences(JsonNode node) {
    if (node.has("$ref")) {
      assertThat(resolve(node).isObject()).as(node.toString()).isTrue();
    }
    for (Iterator<JsonNode> inner = node.elements(); inner.hasNext(); ) {
      assertReferences(inner.next());
    }
  }

  private static JsonNode resolve(JsonNode reference) {
    return DOCUMENT.at(reference.path("$ref").textValue().substring(1));
  }

  private static JsonNode schema(String name) {
    return DOCUMENT.at("/components/schemas/" + name);
  }

  private static TreeSet<String> names(JsonNode schema) {
    TreeSet<String> names = new TreeSet<>();
    for (Map.Entry<String, JsonNode> member : schema.path("properties").properties()) {
      names.add(member.getKey());
    }
    return names;
  }

  /**
   * What the parser says is allowed, when it refuses {@code json} for a member it does not know.
   */
  private static TreeSet<String> allowed(String json) {
    ProblemException refused =
        catchThrowableOfType(
            ProblemException.class,
            () -> QueryParser.question(Json.mapper().readTree(json.replace('\'', '"')), false));
    String detail = refused.problem().detail();
    assertThat(detail).contains("allowed: ");
    String list = detail.substring(detail.indexOf("allowed: ") + 9, detail.length() - 1);
    return new TreeSet<>(Arrays.asList(list.split(", ")));
  }
}
