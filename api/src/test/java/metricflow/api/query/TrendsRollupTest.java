package metricflow.api.query;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import metricflow.api.web.Json;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TrendsRollupTest {
  private static final int PROJECT = 42;
  private static final LocalDate FIRST = LocalDate.parse("2026-11-01");
  private static final RolledDays FOUR_DAYS = rolled(4);

  private final LakeNames names = new LakeNames("lake");

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          'series':[{}]                                                      | $total
          'series':[{'event':'a'}]                                           | event
          'series':[{}],'breakdown':['country']                              | country
          'series':[{'event':'a'},{}],'breakdown':['event']                  | event event
          'series':[{'event':'a'},{}]                                        | event $total
          'series':[{'filter':{'property':'page','operator':'contains','value':'/'}}] | page
          'filter':{'not':{'property':'os','operator':'unset'}},'series':[{},{}]      | os os
          """)
  void events_are_counted_by_the_one_dimension_that_each_series_needs(
      String members, String dimensions) {
    assertThat(rollup(members))
        .contains(new TrendsRollup.Counts(false, List.of(dimensions.trim().split(" "))));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "'series':[{}],'breakdown':['referrer']",
        "'series':[{}],'breakdown':['properties.plan']",
        "'series':[{},{'measure':'sum','property':'properties.amount'}]",
        "'series':[{'measure':'uniques'}],'breakdown':['utm_source']",
        "'series':[{'measure':'uniques'}],'breakdown':['page']",
        "'series':[{'measure':'uniques'}],'breakdown':['event','country']",
        "'filter':{'property':'os','operator':'set'},'series':[{'measure':'uniques'}],'breakdown':['event']",
        "'filter':{'property':'page','operator':'set'},'series':[{'measure':'uniques'}]",
        "'series':[{'measure':'uniques'}],'interval':'hour'",
        "'series':[{'measure':'uniques'},{}],'interval':'hour'",
        "'series':[{'measure':'per_user'}],'breakdown':['country']",
        "'series':[{'measure':'uniques'},{},{'measure':'sum','property':'properties.amount'}],'breakdown':['country']",
        "'series':[{}],'interval':'minute','to':'2026-11-01'",
        "'series':[{}],'breakdown':['country','page']",
        "'series':[{}],'breakdown':['country','device'],'time_zone':'Asia/Kolkata'",
        "'series':[{'event':'a'},{}],'breakdown':['referrer']",
        "'series':[{}],'time_zone':'Asia/Kolkata'",
        "'series':[{}],'time_zone':'Australia/Adelaide'",
        "'filter':{'did':{'event':'a'}},'series':[{}],'interval':'hour'",
        "'filter':{'did':{'event':'a'}},'series':[{}],'breakdown':['event','country']",
        "'filter':{'or':[{'did':{'event':'a'}},{'property':'os','operator':'set'}]},'series':[{}]"
      })
  void what_rollups_do_not_hold_is_read_from_events(String members) {
    assertThat(rollup(members)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "'series':[{'event':'a'}],'breakdown':['country']",
        "'series':[{}],'breakdown':['country','device','plan'],'interval':'hour'",
        "'filter':{'property':'os','operator':'set'},'series':[{}],'breakdown':['country']",
        "'filter':{'or':[{'property':'os','operator':'set'},{'property':'plan','operator':'set'}]},'series':[{},{'event':'a'}],'time_zone':'Europe/Berlin'",
        "'series':[{'event':'a','filter':{'property':'browser','operator':'set'}},{}]",
      })
  void events_by_several_fields_of_their_contexts_are_those_of_hours(String members) {
    assertThat(rollup(members)).contains(new TrendsRollup.Contexts());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "'filter':{'did':{'event':'a'}},'series':[{}]",
        "'filter':{'did':{'event':'a'}},'series':[{},{'event':'a'}],'breakdown':['country','device'],'rolling':60",
        "'filter':{'has':{'property':'user_properties.plan','operator':'set'}},'series':[{'event':'a'}],'breakdown':['event']",
        "'filter':{'and':[{'did':{'event':'a'}},{'property':'os','operator':'set'}]},'series':[{}],'time_zone':'Asia/Kolkata','interval':'month'",
      })
  void events_of_some_persons_are_those_of_timelines(String members) {
    assertThat(rollup(members)).contains(new TrendsRollup.TimelineCounts());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "'series':[{}],'interval':'hour'",
        "'series':[{}],'time_zone':'Europe/Berlin'",
        "'series':[{}],'interval':'month','time_zone':'America/New_York'"
      })
  void days_of_other_zones_and_hours_are_made_of_hours(String members) {
    assertThat(rollup(members)).contains(new TrendsRollup.Counts(true, List.of("$total")));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "'series':[{'measure':'uniques'}]",
        "'series':[{'measure':'uniques','event':'sign_up'},{'measure':'uniques'}],'rolling':7",
        "'series':[{'measure':'uniques','event':'page_view','filter':{'property':'page','operator':'equals','value':'/'}}]",
        "'series':[{'measure':'uniques'}],'interval':'week','time_zone':'Europe/Berlin'",
        "'series':[{'measure':'uniques'}],'breakdown':['country','plan']",
        "'series':[{'measure':'uniques','event':'page_view'}],'breakdown':['page']",
        "'series':[{'measure':'uniques'},{'measure':'uniques','event':'a'}],'breakdown':['event']",
        "'filter':{'property':'device','operator':'unset'},'series':[{'measure':'uniques','filter':{'property':'os','operator':'set'}}]",
      })
  void persons_who_did_something_over_time_are_those_of_timelines(String members) {
    assertThat(rollup(members)).contains(new TrendsRollup.Timelines());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "'series':[{'measure':'per_user'},{}],'rolling':60",
        "'series':[{'measure':'uniques'}],'rolling':60",
      })
  void what_else_is_asked_of_persons_who_did_anything_is_that_of_the_days(String members) {
    assertThat(rollup(members)).contains(new TrendsRollup.PersonDays());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "'series':[{'measure':'per_user','event':'sign_up'}]",
        "'series':[{'event':'sign_up'},{'measure':'uniques','event':'sign_up'},{'measure':'per_user','event':'sign_up'}],'breakdown':['event']",
      })
  void numbers_of_events_and_of_persons_are_read_where_each_costs_least(String members) {
    TrendsRollup.Counts byEvent = new TrendsRollup.Counts(false, List.of("event"));
    assertThat(rollup(members))
        .contains(new TrendsRollup.Apart(byEvent, new TrendsRollup.Timelines()));
  }

  @Test
  void of_all_events_too_they_are_read_apart_where_timelines_suit() {
    assertThat(rollup("'series':[{'measure':'per_user'},{}],'interval':'week','rolling':2"))
        .contains(
            new TrendsRollup.Apart(
                new TrendsRollup.Counts(false, List.of("$total")), new TrendsRollup.Timelines()));
  }

  @Test
  void of_numbers_of_events_and_of_persons_those_of_the_first_series_are_asked_first() {
    assertThat(rollup("'series':[{'measure':'uniques'},{}],'breakdown':['country','os']"))
        .contains(
            new TrendsRollup.Apart(new TrendsRollup.Timelines(), new TrendsRollup.Contexts()));
    assertThat(rollup("'series':[{},{'measure':'uniques'}],'breakdown':['country','os']"))
        .contains(
            new TrendsRollup.Apart(new TrendsRollup.Contexts(), new TrendsRollup.Timelines()));
  }

  @Test
  void days_that_are_not_rolled_up_are_read_from_events() {
    String sql = sql("'series':[{}],'breakdown':['country']", FOUR_DAYS);

    assertThat(sql)
        .contains(
            "project_id = 42 AND event_date BETWEEN DATE '2026-11-05' AND DATE '2026-11-07'",
            "FROM lake.tables.daily_metrics\n"
                + "        WHERE project_id = 42 AND dimension IN ('country')",
            "WHERE event_date BETWEEN DATE '2026-11-01' AND DATE '2026-11-04'",
            "coalesce(sum(events_0) FILTER (WHERE matches_0), 0)");
    assertThat(sql("'series':[{}],'breakdown':['country']", rolled(7)))
        .doesNotContain("tables.events");
  }

  @Test
  void a_day_of_a_zone_takes_hours_of_two_utc_days() {
    assertThat(sql("'series':[{}],'time_zone':'Europe/Berlin'", rolled(7)))
        .contains(
            "FROM lake.tables.hourly_metrics",
            "event_time >= TIMESTAMP '2026-10-31 23:00:00.000 UTC'",
            "event_date BETWEEN DATE '2026-10-31' AND DATE '2026-10-31'");
  }

  @Test
  void several_fields_are_read_of_hours_of_contexts() {
    assertThat(sql("'series':[{'event':'a'}],'breakdown':['country','os']", rolled(7)))
        .contains("FROM lake.tables.hourly_contexts\n        WHERE project_id = 42")
        .doesNotContain("tables.events");
  }

  @Test
  void every_table_is_read_of_the_project_alone_and_in_the_version_asked_for() {
    LakeNames then =
        names.at(
            LakeVersion.of(
                Map.of(
                    "events", 7L,
                    "person_map", 3L,
                    "user_days", 37L,
                    "daily_metrics", 73L,
                    "hourly_contexts", 377L,
                    "timeline_blocks", 33L,
                    "timeline_codes", 77L)));
    for (String members :
        List.of(
            "'series':[{'measure':'per_user'}],'rolling':60",
            "'series':[{'measure':'uniques'}]",
            "'series':[{}],'breakdown':['country']",
            "'series':[{'event':'a'}],'breakdown':['country','os']")) {
      String sql = sql(then, members, FOUR_DAYS);
      int tables = sql.split("FROM lake\\.tables\\.", -1).length - 1;
      assertThat(tables).isGreaterThan(1);
      assertThat(sql.split("project_id = 42", -1)).hasSize(tables + 1);
      assertThat(sql.split("FOR VERSION AS OF [37]+", -1)).hasSize(tables + 1);
    }
  }

  @Test
  void persons_of_days_are_those_of_todays_statements_unless_these_took_an_id_away() {
    assertThat(sql("'series':[{'measure':'per_user'}],'rolling':60", FOUR_DAYS))
        .contains("person_id AS distinct_id", "LEFT JOIN fresh_ids f", " AS doubts\nFROM spread");
    assertThat(sql("'series':[{'measure':'uniques'}]", FOUR_DAYS))
        .contains("timeline_blocks", "max(c.doubts) AS doubts");
  }

  private static RolledDays rolled(int days) {
    Map<LocalDate, Instant> rolledAt = new HashMap<>();
    Set<LocalDate> complete = FIRST.datesUntil(FIRST.plusDays(days)).collect(Collectors.toSet());
    complete.forEach(day -> rolledAt.put(day, Instant.parse("2026-11-20T01:00:00Z")));
    return RolledDays.of(rolledAt, complete);
  }

  private static Trends trends(String members) {
    ObjectNode question = Json.mapper().createObjectNode();
    question.put("kind", "trends").put("from", "2026-11-01").put("to", "2026-11-07");
    question.setAll((ObjectNode) Json.tree(("{" + members + "}").replace('\'', '"')));
    return (Trends) QueryParser.parse(question);
  }

  private static Optional<TrendsRollup> rollup(String members) {
    Trends trends = trends(members);
    return TrendsRollup.of(trends.what(), Optional.of(trends), trends.what().period());
  }

  private String sql(String members, RolledDays rolled) {
    return sql(names, members, rolled);
  }

  private static String sql(LakeNames names, String members, RolledDays rolled) {
    Trends trends = trends(members);
    return new TrendsSql(names)
        .compile(PROJECT, trends, new ShownGroups.Largest(), rolled, rollup(members))
        .reproducible();
  }
}
