package metricflow.api.query;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import metricflow.api.web.Json;
import org.junit.jupiter.api.Test;

class AnswerTableTest {
  @Test
  void numbers_over_time_are_a_row_for_each_group_and_time() {
    assertThat(
            rows(
                "{'kind':'trends','from':'2026-11-01','to':'2026-11-02','series':[{},{}],"
                    + "'formulas':['A/B'],'breakdown':['country']}",
                """
                {'kind':'trends','sql':'SELECT','times':['2026-11-01','2026-11-02'],'groups_cut':0,
                 'groups':[{'values':['DE'],'other':false,'lines':[
                    {'name':'A','total':3,'points':[1,2]},{'name':'A/B','total':1.5,'points':[0.5,null]}]}]}
                """))
        .containsExactly(
            "[time varchar, country varchar, is_other boolean, A bigint, A/B double]",
            "[2026-11-01, DE, false, 1, 0.5]",
            "[2026-11-02, DE, false, 2, null]");
  }

  @Test
  void lists_of_equal_length_stand_side_by_side() {
    assertThat(
            rows(
                "{'kind':'lifecycle','from':'2026-11-01','to':'2026-11-02'}",
                "{'kind':'lifecycle','times':['2026-11-01','2026-11-02'],'new':[1,2],'dormant':[0,3]}"))
        .containsExactly(
            "[times varchar, new bigint, dormant bigint]",
            "[2026-11-01, 1, 0]",
            "[2026-11-02, 2, 3]");
  }

  @Test
  void a_list_of_objects_is_a_row_for_each() {
    assertThat(
            rows(
                "{'kind':'person','person':'u'}",
                "{'person_id':'u','ids':['u'],'timeline':[{'event':'a','properties':{'x':1}}]}"))
        .containsExactly("[event varchar, properties varchar]", "[a, {\"x\":1}]");
  }

  @Test
  void daily_users_are_a_column_for_each_value() {
    assertThat(
            rows(
                "{'kind':'daily_active_users','from':'2026-11-01','to':'2026-11-01'}",
                "{'dates':['2026-11-01'],'total':[3],'series':[{'value':null,'users':[1]}]}"))
        .containsExactly(
            "[date varchar, total bigint, users of null bigint]", "[2026-11-01, 3, 1]");
  }

  private static List<String> rows(String question, String answer) {
    List<String> text = new ArrayList<>();
    AnswerTable.of(tree(answer), QueryParser.parse(tree(question)))
        .rows(
            new RowSink() {
              @Override
              public void columns(List<Column> columns) {
                text.add(
                    columns.stream()
                        .map(column -> column.name() + " " + column.type())
                        .toList()
                        .toString());
              }

              @Override
              public void row(Row row) {
                text.add(row.values().toString());
              }
            });
    return text;
  }

  private static JsonNode tree(String json) {
    try {
      return Json.mapper().readTree(json.replace('\'', '"'));
    } catch (JsonProcessingException wrong) {
      throw new IllegalArgumentException(json, wrong);
    }
  }
}
