package metricflow.api.query;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.time.LocalDate;
import java.util.List;
import java.util.NavigableSet;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import metricflow.api.web.Json;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Funnels with every option, and paths: what goes into their statements and what does not. */
class JourneySqlTest {
  private static final int PROJECT = 42;
  private static final String ATTACK = "x' OR ? --";
  private static final String MINUTE = "'conversion_window_seconds':60,";
  private static final String STEPS = MINUTE + "'steps':[{'event':'a'},{'event':'b'}]";
  private static final String EVERYTHING =
      """
      'conversion_window_seconds':60,'count':'sessions','interval':'day','order':'strict',
      'steps':[{'event':"ATTACK"},{'alternatives':[{'event':'b','filter':FILTER}]}],
      'exclusions':[{'event':"ATTACK"}],'hold_constant':["properties.ATTACK"],
      'breakdown':["user_properties.ATTACK"],'filter':FILTER,'time_to_convert':{}\
      """;
  private static final String FILTER =
      "{'property':\"properties.ATTACK\",'operator':'equals','value':\"ATTACK\"}";

  private final LakeNames names = new LakeNames("lake");

  @Test
  void every_table_is_read_for_one_project_only() {
    for (SqlStatement statement :
        List.of(
            funnel(STEPS),
            funnel(EVERYTHING),
            persons(STEPS + ",'step':1"),
            paths("'after':{'event':'a'}"),
            paths("'over':'pages','collapse_repeats':false"))) {
      assertThat(count(statement.sql(), "FROM lake.tables.")).isEqualTo(3);
      assertThat(count(statement.reproducible(), "project_id = 42")).isEqualTo(3);
    }
  }

  @Test
  void what_a_client_sends_is_a_value_and_never_sql() {
    for (SqlStatement statement :
        List.of(
            funnel(EVERYTHING),
            paths("'after':{'event':\"ATTACK\",'filter':FILTER},'filter':FILTER,'over':'pages'"))) {
      assertThat(statement.sql()).doesNotContain("x'", "--");
      assertThat(statement.values()).contains(ATTACK);
    }
  }

  @Test
  void only_what_needs_all_events_of_a_person_reads_them() {
    Pattern pushed = Pattern.compile("AND event IN \\('a', 'b'\\)");

    assertThat(funnel(STEPS).reproducible()).containsPattern(pushed);
    assertThat(funnel(STEPS + ",'order':'any'").reproducible()).containsPattern(pushed);
    assertThat(funnel(STEPS + ",'order':'strict'").reproducible()).doesNotContainPattern(pushed);
    assertThat(funnel(STEPS + ",'count':'sessions'").reproducible()).doesNotContainPattern(pushed);
  }

  @Test
  void sessions_are_divided_from_the_day_before_on() {
    assertThat(funnel(STEPS + ",'count':'sessions'").reproducible())
        .contains(
            "event_date BETWEEN DATE '2026-10-31' AND DATE '2026-11-23'",
            "session_start >= TIMESTAMP '2026-11-01 00:00:00.000 UTC'");
  }

  @Test
  void a_breakdown_does_not_divide_the_events_of_a_person() {
    assertThat(funnel(STEPS + ",'breakdown':['country']").sql()).contains("GROUP BY 1\n");
    assertThat(funnel(STEPS + ",'hold_constant':['country']").sql()).contains("GROUP BY 1, 2\n");
  }

  @Test
  void copies_of_events_need_care_only_where_repeats_count() {
    assertThat(paths("'collapse_repeats':true").sql()).doesNotContain("event_id");
    assertThat(paths("'collapse_repeats':false").sql()).contains("GROUP BY event_id");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "'steps':[{'event':'a'},{'event':'b'}]",
        "'count':'sessions','steps':[{'event':'a'},{'event':'b'}]",
        "'order':'strict','steps':[{'alternatives':[{'event':['a','b']},{'event':'c'}]},{'event':'b'}]",
        "'steps':[{'event':'page_view','filter':{'property':'page','operator':'equals','value':'/'}},{'event':'b'}]",
        "'exclusions':[{'event':'c'}],'time_to_convert':{},'interval':'day','steps':[{'event':'a'},{'event':'b'}]",
        "'steps':[{'event':'page_view','filter':{'and':[{'property':'country','operator':'equals','value':'DE'},{'property':'page','operator':'equals','value':'/'}]}},{'event':'b'}]",
        "'filter':{'property':'plan','operator':'set'},'breakdown':['os','country'],'steps':[{'event':'a'},{'event':'b'}]",
        "'breakdown':['page'],'steps':[{'event':'page_view'},{'event':'b'}]",
      })
  void timelines_answer_funnels_of_names_pages_and_contexts(String members) {
    Funnel funnel = parseFunnel(MINUTE + members);
    assertThat(isInTimelines(funnel)).isTrue();

    NavigableSet<LocalDate> days = new TreeSet<>(Set.of(LocalDate.parse("2026-11-02")));
    SqlStatement sql = new FunnelSql(names).compile(PROJECT, funnel, days, RolledDays.NONE);
    // Where the sessions of a day begin is known from the day before.
    String first = funnel.conversion().sessions() ? "2026-10-31" : "2026-11-01";
    assertThat(sql.reproducible())
        .contains(
            "b.project_id = 42 AND (b.event_date BETWEEN DATE '2026-11-02' AND DATE '2026-11-02')",
            "project_id = 42 AND (event_date BETWEEN DATE '%s' AND DATE '2026-11-01'"
                    .formatted(first)
                + " OR event_date BETWEEN DATE '2026-11-03' AND DATE '2026-11-23')");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "'steps':[{'event':'a','filter':{'property':'page','operator':'equals','value':'/'}},{'event':'b'}]",
        "'steps':[{'event':'page_view','filter':{'or':[{'property':'country','operator':'equals','value':'DE'},{'property':'page','operator':'equals','value':'/'}]}},{'event':'b'}]",
        "'steps':[{'alternatives':[{'event':'a','filter':{'property':'os','operator':'set'}},{'event':'c'}]},{'event':'b'}]",
        "'count':'sessions','filter':{'property':'plan','operator':'set'},'steps':[{'event':'a'},{'event':'b'}]",
        "'breakdown':['page'],'steps':[{'event':'a'},{'event':'page_view'}]",
        "'breakdown':['utm_source'],'steps':[{'event':'a'},{'event':'b'}]",
        "'filter':{'property':'page','operator':'equals','value':'/'},'steps':[{'event':'a'},{'event':'b'}]",
        "'hold_constant':['country'],'steps':[{'event':'a'},{'event':'b'}]"
      })
  void all_other_funnels_need_events(String members) {
    assertThat(isInTimelines(parseFunnel(MINUTE + members))).isFalse();
  }

  private static boolean isInTimelines(Funnel funnel) {
    return TimelineConversion.of(funnel.conversion(), funnel.breakdown()).isPresent();
  }

  private SqlStatement funnel(String members) {
    return new FunnelSql(names).compile(PROJECT, parseFunnel(members), RolledDays.NONE);
  }

  private static Funnel parseFunnel(String members) {
    return (Funnel) parse("'kind':'funnel'," + members);
  }

  private SqlStatement persons(String members) {
    return new FunnelSql(names)
        .compile(
            PROJECT, (FunnelPersons) parse("'kind':'funnel_persons'," + members), RolledDays.NONE);
  }

  private SqlStatement paths(String members) {
    return new PathsSql(names)
        .compile(PROJECT, (Paths) parse("'kind':'paths'," + members), RolledDays.NONE);
  }

  private static Query parse(String members) {
    String json =
        "{'from':'2026-11-01','to':'2026-11-23',%s}"
            .formatted(members.replace("FILTER", FILTER))
            .replace('\'', '"')
            .replace("ATTACK", ATTACK);
    try {
      return QueryParser.parse(Json.mapper().readTree(json));
    } catch (JsonProcessingException invalid) {
      throw new IllegalArgumentException(json, invalid);
    }
  }

  private static int count(String text, String part) {
    return (text.length() - text.replace(part, "").length()) / part.length();
  }
}
