package metricflow.api.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import metricflow.api.query.filter.Field;
import metricflow.api.query.filter.Filter;
import metricflow.api.query.filter.FilterFields;
import metricflow.api.web.Json;
import metricflow.problem.ProblemException;
import metricflow.problem.ProblemType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Conditions on persons: their JSON, and what becomes of cohorts that questions name. */
class CohortFilterTest {
  private static final LocalDate TODAY = LocalDate.parse("2026-11-27");
  private static final EventSelector PURCHASES = new EventSelector(List.of("purchase"), Filter.ANY);
  private static final DayRange EVER = new DayRange(null, null);
  private static final Map<String, String> SAVED =
      Map.of("c1", "{'or':[{'did':{'event':'purchase'}},{'not':{'has':%s}}]}");
  private static final String PRO =
      "{'property':'user_properties.plan','operator':'equals','value':'pro'}";
  private static final Filter IS_PRO =
      new Filter.Is(new Field.Property("user_properties", "plan"), List.of("pro"), List.of());
  private static final ProjectContext COHORTS =
      new ProjectContext() {
        @Override
        public Optional<JsonNode> cohort(String cohortId) {
          return Optional.ofNullable(SAVED.get(cohortId)).map(json -> tree(json.formatted(PRO)));
        }

        @Override
        public LocalDate today() {
          return TODAY;
        }
      };

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "'at_least':3|3|9223372036854775807",
        "'exactly':2|2|2",
        "'at_least':2,'at_most':5|2|5",
        "'first_time':false|1|9223372036854775807",
      })
  void did_counts_how_often(String times, long least, long most) {
    assertThat(filter("{'did':{'event':'purchase',%s}}".formatted(times)))
        .isEqualTo(new Filter.Did(PURCHASES, EVER, least, most));
  }

  @Test
  void at_most_and_never_hold_for_those_who_did_nothing_as_well() {
    assertThat(filter("{'did':{'event':'purchase','at_most':2}}"))
        .isEqualTo(new Filter.Not(new Filter.Did(PURCHASES, EVER, 3, Long.MAX_VALUE)));
    assertThat(filter("{'did':{'event':'purchase','exactly':0}}"))
        .isEqualTo(new Filter.Not(new Filter.Did(PURCHASES, EVER, 1, Long.MAX_VALUE)));
  }

  @Test
  void last_days_end_today_and_are_days_in_the_question() {
    assertThat(filter("{'did':{'event':'purchase','last_days':30}}"))
        .isEqualTo(
            new Filter.Did(
                PURCHASES, new DayRange(LocalDate.parse("2026-10-29"), TODAY), 1, Long.MAX_VALUE));
    assertThat(filter("{'did':{'event':'purchase','first_time':true,'to':'2026-01-31'}}"))
        .isEqualTo(
            new Filter.FirstDid(PURCHASES, new DayRange(null, LocalDate.parse("2026-01-31"))));
  }

  @Test
  void a_cohort_that_is_named_is_its_definition_in_the_question() {
    assertThat(filter("{'not':{'cohort':'c1'}}"))
        .isEqualTo(
            new Filter.Not(
                new Filter.Any(
                    List.of(
                        new Filter.Did(PURCHASES, EVER, 1, Long.MAX_VALUE),
                        new Filter.Not(new Filter.Has(IS_PRO))))));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "PRO|false",
        "{'property':'os','operator':'set'}|false",
        "{'property':'os','operator':'unset'}|true",
        "{'not':PRO}|true",
        "{'not':{'not':PRO}}|false",
        "{'and':[PRO,{'not':PRO}]}|false",
        "{'or':[PRO,{'property':'os','operator':'unset'}]}|true",
        "{'or':[PRO,{'did':{'event':'purchase'}}]}|true",
      })
  void who_has_no_value_meets_only_conditions_that_say_so(String condition, boolean mayHold) {
    assertThat(filter(condition.replace("PRO", PRO)).mayHoldWithoutValues()).isEqualTo(mayHold);
  }

  @Test
  void a_cohort_of_another_project_is_unknown() {
    assertThat(refusal("{'cohort':'c2'}"))
        .contains("'filter'")
        .contains("names no cohort of this project");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "{'did':{'exactly':1,'at_least':1}}|exactly",
        "{'did':{'first_time':true,'exactly':1}}|first_time",
        "{'did':{'at_least':3,'at_most':2}}|never hold",
        "{'did':{'at_least':1,'at_most':0}}|never hold",
        "{'did':{'at_least':0}}|at_least",
        "{'did':{'last_days':0}}|last_days",
        "{'did':{'last_days':1,'from':'2026-01-01'}}|last_days",
        "{'did':{'from':'2026-01-02','to':'2026-01-01'}}|never hold",
        "{'did':{'times':1}}|filter.did.times",
        "{'did':{'filter':{'did':{}}}}|filter.did.filter.did",
        "{'did':{'filter':{'cohort':'c1'}}}|filter.did.filter.cohort",
        "{'has':{'has':{'property':'os','operator':'set'}}}|filter.has.has",
        "{'cohort':7}|filter.cohort",
        "{'cohort':'c1','not':{}}|cohort",
      })
  void what_is_wrong_with_a_condition_on_persons_is_named(String json, String named) {
    assertThat(refusal(json)).contains(named);
  }

  @Test
  void a_filter_has_only_so_many_conditions_on_persons_those_of_cohorts_included() {
    String five = "{'cohort':'c1'},".repeat(5);
    assertThat(filter("{'and':[" + five.substring(0, five.length() - 1) + "]}")).isNotNull();
    assertThat(refusal("{'and':[" + five + "{'did':{}}]}")).contains("too many");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "{'cohort':'c1'}|a cohort is about persons",
        "{'property':'os','operator':'set'}|a cohort is about persons",
        "{'and':[{'property':'os','operator':'set'}]}|and[0]",
        "{'or':[]}|or",
      })
  void a_cohort_is_about_persons_and_names_no_other(String json, String named) {
    ProblemException refused =
        catchThrowableOfType(
            ProblemException.class,
            () -> FilterFields.cohort(JsonFields.ofBody(tree(json), COHORTS)));
    assertThat(refused.problem().detail()).contains(named);
  }

  @Test
  void every_table_a_condition_on_persons_reads_is_read_of_the_project_alone() {
    Query query =
        question("{'and':[{'cohort':'c1'},{'did':{'first_time':true}},{'did':{'exactly':2}}]}");
    LakeNames then =
        new LakeNames("lake").at(LakeVersion.of(Map.of("events", 7L, "person_map", 3L)));

    String sql =
        new TrendsSql(then)
            .compile(
                42,
                (Segmentation) query,
                new ShownGroups.Largest(),
                RolledDays.NONE,
                Optional.empty())
            .reproducible();

    int tables = sql.split("FROM lake\\.tables\\.", -1).length - 1;
    assertThat(tables).isGreaterThan(12);
    assertThat(sql.split("project_id = 42", -1)).hasSize(tables + 1);
    assertThat(sql.split("FOR VERSION AS OF [37]", -1)).hasSize(tables + 1);
  }

  private static Query question(String filter) {
    return QueryParser.question(
            tree(
                "{'kind':'segmentation','from':'2026-11-01','to':'2026-11-02','series':[{}],"
                    + "'filter':%s}".formatted(filter)),
            false,
            COHORTS)
        .query();
  }

  private static Filter filter(String json) {
    return ((Segmentation) question(json)).filter();
  }

  private static String refusal(String filter) {
    ProblemException refused = catchThrowableOfType(ProblemException.class, () -> question(filter));
    assertThat(refused).as(filter).isNotNull();
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
