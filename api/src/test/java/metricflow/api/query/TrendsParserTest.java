package metricflow.api.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.List;
import metricflow.api.query.filter.Field;
import metricflow.api.query.filter.Filter;
import metricflow.api.web.Json;
import metricflow.problem.ProblemException;
import metricflow.problem.ProblemType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TrendsParserTest {
  private static final String HEAD = "{'kind':'trends','from':'2026-11-04','to':'2026-11-23',";

  @Test
  void reads_trends_with_everything() {
    assertThat(
            parse(
                HEAD
                    + """
                    'time_zone':'Europe/Berlin','interval':'week','compare':'previous_period',
                    'filter':{'not':{'property':'country','operator':'equals','value':'DE'}},
                    'series':[{'event':'purchase','measure':'sum','property':'properties.amount'},
                              {'event':['a','b'],'measure':'uniques'}],
                    'formulas':['A/(B + 1)'],'breakdown':['user_properties.plan','device'],'limit':3}
                    """))
        .isEqualTo(
            new Trends(
                new Segmentation(
                    // The Monday before.
                    new Period(
                        LocalDate.parse("2026-11-02"),
                        LocalDate.parse("2026-11-23"),
                        ZoneId.of("Europe/Berlin")),
                    new Filter.Not(
                        new Filter.Is(new Field.Of("country"), List.of("DE"), List.of())),
                    List.of(
                        new Series(
                            new EventSelector(List.of("purchase"), Filter.ANY),
                            new Measure.Sum(new Field.Property("properties", "amount"))),
                        new Series(
                            new EventSelector(List.of("a", "b"), Filter.ANY),
                            new Measure.Uniques())),
                    List.of(
                        new Formula(
                            "A/(B + 1)",
                            new Formula.Operation(
                                '/',
                                new Formula.Operand(0),
                                new Formula.Operation(
                                    '+', new Formula.Operand(1), new Formula.Constant(1))))),
                    List.of(new Field.Property("user_properties", "plan"), new Field.Of("device")),
                    3),
                Interval.WEEK,
                1,
                false,
                true));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "'series':[]                                          | 'series'             | 1 to 6",
        "'series':[{'measure':'median'}]                      | 'series[0].measure'  | percentile",
        "'series':[{'property':'country'}]                    | 'series[0].property' | allowed: event",
        "'series':[{'measure':'sum'}]                         | 'series[0].property' | missing",
        "'series':[{'measure':'sum','property':'event_id'}]   | 'series[0].property' | user_properties.<",
        "'series':[{'measure':'sum','property':'properties.'}] | 'series[0].property' | names no field",
        "'series':[{'event':7}]                               | 'series[0].event'    | a text",
        "'series':[{'event':['a',7]}]                         | 'series[0].event[1]' | a text",
        "'series':[{'measure':'percentile','property':'plan','percentile':0}] | percentile | above 0",
        "'series':[{}],'interval':'year'                      | 'interval'           | minute, hour",
        "'series':[{}],'interval':'minute'                    | 'interval'           | at most 1500",
        "'series':[{}],'time_zone':'+02:00'                   | 'time_zone'          | IANA",
        "'series':[{}],'time_zone':'Mars/Olympus'             | 'time_zone'          | IANA",
        "'series':[{}],'breakdown':['a; DROP TABLE x']        | 'breakdown'          | names no field",
        "'series':[{}],'breakdown':['os','os','os','os']      | 'breakdown'          | 1 to 3",
        "'series':[{}],'formulas':['A/B']                     | 'formulas[0]'        | character 3",
        "'series':[{}],'formulas':['A/']                      | 'formulas[0]'        | character 3",
        "'series':[{}],'formulas':['(A']                      | 'formulas[0]'        | character 3",
        "'series':[{}],'rolling':2,'cumulative':true          | 'rolling'            | 'cumulative'",
        "'series':[{}],'rolling':2,'interval':'hour'          | 'interval'           | 'rolling'",
        "'series':[{}],'rolling':2,'compare':'previous_period' | 'compare'           | 'rolling'",
        "'series':[{}],'cumulative':'yes'                     | 'cumulative'         | true or false",
        "'series':[{}],'versions':{}                          | 'versions'           | version",
      })
  void refuses_what_it_does_not_know(String members, String path, String allowed) {
    assertThat(refusal(HEAD + members + "}")).contains(path, allowed);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{}                                                       | filter.property   | missing",
        "{'property':'os','operator':'is','value':'x'}            | filter.operator   | equals, in",
        "{'property':'os','operator':'equals','value':null}       | filter.value      | a number or a flag",
        "{'property':'os','operator':'equals','value':{'a':1}}    | filter.value      | an object",
        "{'property':'os','operator':'in','value':[]}             | filter.value      | 1 to 200",
        "{'property':'os','operator':'set','value':1}             | filter.value      | allowed: property",
        "{'property':'os','operator':'regex','value':'(?=a)'}     | filter.value      | RE2",
        "{'property':'os','operator':'regex','value':'a{2000}'}   | filter.value      | RE2",
        "{'property':'os','operator':'greater_than','value':'1'}  | filter.value      | a number",
        "{'property':'os','operator':'since','value':'2026-13-01'} | filter.value     | a date",
        "{'and':[]}                                               | filter.and        | 1 to 20",
        "{'and':[{'or':[]}]}                                      | filter.and[0].or  | 1 to 20",
        "{'and':[{'property':'os','operator':'set'}],'or':1}      | filter.or         | allowed: and",
      })
  void refuses_filters_that_mean_nothing(String filter, String path, String allowed) {
    assertThat(refusal(HEAD + "'series':[{}],'filter':" + filter + "}")).contains(path, allowed);
  }

  @Test
  void refuses_filters_nested_too_deeply_or_too_many() {
    String set = "{'property':'os','operator':'set'}";
    assertThat(
            refusal(HEAD + "'series':[{}],'filter':" + "{'not':".repeat(8) + set + "}".repeat(9)))
        .contains("nested too deeply");

    String twenty = "{'and':[" + (set + ",").repeat(19) + set + "]}";
    String many = "{'or':[" + (twenty + ",").repeat(3) + twenty + "]}";
    assertThat(refusal(HEAD + "'series':[{}],'filter':" + many + "}"))
        .contains("one condition too many");
  }

  @Test
  void reads_the_version_to_ask_again() {
    Question question =
        QueryParser.question(
            tree(HEAD + "'series':[{}],'version':{'events':7,'person_map':0}}"), false);

    assertThat(question.version().tables()).containsEntry("events", 7L).hasSize(2);
    assertThat(refusal(HEAD + "'series':[{}],'version':{'events':-1}}"))
        .contains("'version.events'");
    assertThat(refusal(HEAD + "'series':[{}],'version':{'event':1}}")).contains("'version.event'");
  }

  @Test
  void a_formula_without_operand_or_with_a_divisor_of_zero_has_no_result() {
    Formula formula = FormulaParser.parse("100*A/B - 1", "f", 2);

    assertThat(formula.of(List.of(3L, 4.0))).isEqualTo(74.0);
    assertThat(formula.of(List.of(3L, 0L))).isNull();
    assertThat(formula.of(Arrays.asList(null, 4L))).isNull();
  }

  private static Query parse(String json) {
    return QueryParser.parse(tree(json));
  }

  private static String refusal(String json) {
    ProblemException refused =
        catchThrowableOfType(ProblemException.class, () -> QueryParser.question(tree(json), false));
    assertThat(refused).as(json).isNotNull();
    assertThat(refused.problem().type()).isEqualTo(ProblemType.QUERY_INVALID);
    return refused.problem().detail();
  }

  private static JsonNode tree(String json) {
    try {
      return Json.mapper().readTree(json.replace('\'', '"'));
    } catch (JsonProcessingException wrong) {
      throw new IllegalArgumentException(json, wrong);
    }
  }
}
