package metricflow.api.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.time.LocalDate;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import metricflow.api.web.Json;
import metricflow.event.Dimension;
import metricflow.problem.ProblemException;
import metricflow.problem.ProblemType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class QueryParserTest {
  private static final String DAYS = "'from':'2026-11-01','to':'2026-11-23'";
  private static final String STEPS = "'steps':[{'event':'page_view'},{'event':'sign_up'}]";

  @Test
  void reads_daily_active_users_with_and_without_a_dimension() {
    LocalDate from = LocalDate.parse("2026-11-01");
    LocalDate to = LocalDate.parse("2026-11-23");

    assertThat(parse("{'kind':'daily_active_users',%s}".formatted(DAYS)))
        .isEqualTo(new DailyActiveUsers(from, to, Optional.empty(), 8));
    assertThat(
            parse("{'kind':'daily_active_users',%s,'dimension':'plan','limit':3}".formatted(DAYS)))
        .isEqualTo(new DailyActiveUsers(from, to, Optional.of(Dimension.PLAN), 3));
  }

  @Test
  void reads_a_funnel_with_filters() {
    Query funnel =
        parse(
            """
            {'kind':'funnel',%s,'conversion_window_seconds':86400,'steps':[
              {'event':'page_view','filters':[{'property':'page','operator':'equals','value':'/'}]},
              {'event':'sign_up'}]}\
            """
                .formatted(DAYS));

    assertThat(funnel)
        .isEqualTo(
            Funnels.of(
                LocalDate.parse("2026-11-01"),
                LocalDate.parse("2026-11-23"),
                86_400,
                new Conversion.Step(
                    "page_view page=/", Funnels.step("page_view", "page", "/").alternatives()),
                Funnels.step("sign_up")));
  }

  @Test
  void a_limit_without_a_dimension_makes_no_other_question() {
    assertThat(parse("{'kind':'daily_active_users',%s,'limit':3}".formatted(DAYS)))
        .isEqualTo(parse("{'kind':'daily_active_users',%s}".formatted(DAYS)));
  }

  @Test
  void a_leap_year_is_not_too_long_and_a_day_more_is() {
    String users = "{'kind':'daily_active_users','from':'2024-01-01','to':'%s'}";

    assertThat(parse(users.formatted("2024-12-31"))).isNotNull();
    assertThat(refusal(users.formatted("2025-01-01"))).contains("'to'", "366 days", "2024-12-31");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "[]                                             | the body      | a JSON object",
        "{}                                             | 'kind'        | one of trends,"
            + " segmentation",
        "{'kind':'heat_map'}                            | 'kind'        | one of trends,"
            + " segmentation",
        "{'kind':7}                                     | 'kind'        | one of trends,"
            + " segmentation",
        "{'kind':'daily_active_users','to':'2026-11-01'}| 'from'        | missing",
        "{'kind':'daily_active_users','form':1}         | 'form'        | from, to",
        "{'kind':'funnel',DAYS,'dimension':'plan'}      | 'dimension'   | steps",
      })
  void refuses_what_it_does_not_know(String json, String path, String allowed) {
    assertThat(refusal(json.replace("DAYS", DAYS))).contains(path, allowed);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "'from':'2026-02-30','to':'2026-11-23'  | 'from'",
        "'from':'23.11.2026','to':'2026-11-23'  | 'from'",
        "'from':20261101,'to':'2026-11-23'      | 'from'",
        "'from':null,'to':'2026-11-23'          | 'from'",
        "'from':'+99999-01-01','to':'2026-11-23'| 'from'",
        "'from':'2026-11-01','to':'2026-11-01T00:00:00Z' | 'to'",
        "'from':'2026-11-24','to':'2026-11-23'  | 'to'",
        "'from':'2025-11-22','to':'2026-11-23'  | 'to'",
      })
  void refuses_bad_days(String days, String path) {
    assertThat(refusal("{'kind':'daily_active_users',%s}".formatted(days))).contains(path);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "'dimension':'page'                       | country, device, host, os, plan, utm_source",
        "'dimension':'country; DROP TABLE events' | one of browser, country",
        "'dimension':['country']                  | one of browser, country",
        "'dimension':'country','limit':0          | from 1 to 50",
        "'dimension':'country','limit':51         | from 1 to 50",
        "'dimension':'country','limit':'8'        | from 1 to 50",
        "'dimension':'country','limit':8.0        | from 1 to 50",
        "'dimension':'country','limit':99999999999999999999 | from 1 to 50",
      })
  void refuses_bad_breakdowns(String fields, String allowed) {
    assertThat(refusal("{'kind':'daily_active_users',%s,%s}".formatted(DAYS, fields)))
        .contains(allowed);
  }

  @ParameterizedTest
  @CsvSource({"0", "-1", "31622401", "1.5", "'1 day'", "null", "true"})
  void refuses_bad_windows(String window) {
    assertThat(
            refusal(
                "{'kind':'funnel',%s,'conversion_window_seconds':%s,%s}"
                    .formatted(DAYS, window.contains(" ") ? "'" + window + "'" : window, STEPS)))
        .contains("'conversion_window_seconds'", "from 1 to 31622400");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "[]                                     | 'steps'           | 2 to 20",
        "[{'event':'a'}]                        | 'steps'           | 2 to 20",
        "{'event':'a'}                          | 'steps'           | 2 to 20",
        "[{'event':'a'},'b']                    | 'steps[1]'        | a JSON object",
        "[{'event':'a'},{}]                     | 'steps[1].event'  | 1 to 200",
        "[{'event':''},{'event':'b'}]           | 'steps[0].event'  | 1 to 200",
        "[{'event':'a','name':1},{'event':'b'}] | 'steps[0].name'   | event, filters",
        "[{'event':'a','filters':{}},{'event':'b'}] | 'steps[0].filters' | array of 0",
      })
  void refuses_bad_steps(String steps, String path, String allowed) {
    assertThat(refusal(funnel(steps))).contains(path, allowed);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{'property':'pages','operator':'equals','value':'/'}  | .property | utm_campaign",
        "{'property':'page','operator':'contains','value':'/'} | .operator | equals",
        "{'property':'page','operator':'equals','value':7}     | .value    | 1 to 1024",
        "{'property':'page','operator':'equals'}               | .value    | missing",
        "{'property':'page','operator':'equals','value':'/','or':1} | .or  | property, operator",
      })
  void refuses_bad_filters(String filter, String member, String allowed) {
    assertThat(refusal(funnel("[{'event':'a'},{'event':'b','filters':[%s]}]".formatted(filter))))
        .contains("'steps[1].filters[0]" + member, allowed);
  }

  @Test
  void refuses_a_funnel_of_more_than_twenty_steps() {
    String step = "{'event':'a'}";

    assertThat(parse(funnel(repeated(step, 20)))).isInstanceOf(Funnel.class);
    assertThat(refusal(funnel(repeated(step, 21)))).contains("'steps'", "2 to 20");
  }

  private static String repeated(String step, int times) {
    return IntStream.range(0, times).mapToObj(i -> step).collect(Collectors.joining(",", "[", "]"));
  }

  private static String funnel(String steps) {
    return "{'kind':'funnel',%s,'conversion_window_seconds':60,'steps':%s}".formatted(DAYS, steps);
  }

  private static Query parse(String json) {
    return QueryParser.parse(tree(json));
  }

  private static String refusal(String json) {
    ProblemException refused =
        catchThrowableOfType(ProblemException.class, () -> QueryParser.parse(tree(json)));
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
