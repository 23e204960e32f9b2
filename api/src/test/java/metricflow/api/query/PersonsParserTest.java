package metricflow.api.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.trino.grammar.sql.SqlBaseLexer;
import io.trino.grammar.sql.SqlBaseParser;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import metricflow.api.query.filter.Field;
import metricflow.api.query.filter.Filter;
import metricflow.api.web.Json;
import metricflow.problem.ProblemException;
import org.antlr.v4.runtime.CharStreams;
import org.antlr.v4.runtime.CommonTokenStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PersonsParserTest {
  private static final String ATTACK = "x'); DROP TABLE lake.tables.events; -- ?";
  private static final String EVENT_ID = "0198a5b4-7a3e-7000-8000-00000000002a";
  private static final LakeScope SCOPE = new LakeScope(new LakeNames("lake"), 42, RolledDays.NONE);

  @Test
  void reads_a_list_of_persons() {
    assertThat(
            parse(
                "{'kind':'persons','from':'2026-11-01','to':'2026-11-02','event':'a','search':'b',"
                    + "'fields':['country','user_properties.plan'],'limit':7,'after':'12.0.x.y'}"))
        .isEqualTo(
            new Persons(
                new Period(
                    LocalDate.parse("2026-11-01"), LocalDate.parse("2026-11-02"), Period.UTC),
                new EventSelector(List.of("a"), Filter.ANY),
                Optional.of("b"),
                List.of(new Field.Of("country"), new Field.Property("user_properties", "plan")),
                7,
                Optional.of(new Cursor(Instant.ofEpochMilli(12), 0, "x.y"))));
  }

  @Test
  void a_person_may_be_asked_about_without_days() {
    assertThat(parse("{'kind':'person','person':'u1','to':'2026-11-02'}"))
        .isEqualTo(
            new Person(
                "u1",
                new DayRange(null, LocalDate.parse("2026-11-02")),
                EventSelector.ANY,
                Person.DEFAULT_LIMIT,
                Optional.empty()));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "{'kind':'persons','from':'2026-11-01'}|'to'",
        "{'kind':'persons','from':'2026-11-01','to':'2026-11-01','after':'x'}|'after'",
        "{'kind':'persons','from':'2026-11-01','to':'2026-11-01','fields':['x']}|'fields'",
        "{'kind':'persons','from':'2026-11-01','to':'2026-11-01','limit':1001}|'limit'",
        "{'kind':'person'}|'person'",
        "{'kind':'person','person':'u','after':'12.0.no-uuid'}|'after'",
        "{'kind':'person','person':'u','from':'2026-11-02','to':'2026-11-01'}|'to'",
        "{'kind':'person','person':'u','search':'x'}|'search'",
        "{'kind':'sql','sql':'SELECT 1','from':'2026-11-02'}|'from'",
        "{'kind':'sql'}|'sql'",
      })
  void what_is_wrong_is_named(String json, String member) {
    ProblemException refused = catchThrowableOfType(ProblemException.class, () -> parse(json));
    assertThat(refused.problem().detail()).contains(member);
  }

  @Test
  void sql_that_tells_the_time_is_another_question_each_time() {
    String plain = "{'kind':'sql','sql':'SELECT event FROM events'}";
    assertThat(parse(plain)).isEqualTo(parse(plain));
    for (String changing : List.of("current_date", "Now()", "localtime", "random()")) {
      String json = "{'kind':'sql','sql':'SELECT %s'}".formatted(changing);
      assertThat(parse(json)).isNotEqualTo(parse(json));
    }
  }

  @Test
  void a_place_in_a_list_comes_back_as_it_was() {
    Cursor cursor = new Cursor(Instant.parse("1969-01-01T00:00:00.001Z"), -1, "a.b\n.ü");
    JsonNode body = Json.mapper().createObjectNode().put("after", cursor.text());

    assertThat(Cursor.in(JsonFields.ofBody(body), "after")).contains(cursor);
  }

  @Test
  void whatever_a_client_sends_is_a_value_and_every_table_is_read_of_the_project_alone() {
    Persons persons =
        (Persons)
            parse(
                "{'kind':'persons','from':'2026-11-01','to':'2026-11-02','event':'EVIL',"
                        .replace("EVIL", ATTACK.replace("'", "’"))
                    + "'search':'s','fields':['properties.p'],'after':'1.0.p'}");
    confined(new PersonsSql(SCOPE.names()).compile(42, persons, RolledDays.NONE));

    Person person =
        new Person(
            ATTACK,
            new DayRange(null, null),
            EventSelector.ANY,
            5,
            Optional.of(new Cursor(Instant.EPOCH, 3, EVENT_ID)));
    ProfileSql sql = new ProfileSql(SCOPE);
    List<String> ids = List.of(ATTACK, "u1");
    confined(sql.ids(person));
    confined(sql.profile(person, ids));
    confined(sql.properties(person, ids));
    confined(sql.timeline(person, ids));
  }

  private static void confined(SqlStatement statement) {
    assertThat(statement.sql()).doesNotContain("DROP", "--");
    String sql = statement.reproducible();
    int tables = sql.split("FROM lake\\.tables\\.", -1).length - 1;
    assertThat(tables).isPositive();
    assertThat(sql.split("project_id = 42", -1)).hasSize(tables + 1);
    assertParses(sql);
  }

  private static void assertParses(String sql) {
    SqlBaseParser parser =
        new SqlBaseParser(new CommonTokenStream(new SqlBaseLexer(CharStreams.fromString(sql))));
    parser.singleStatement();
    assertThat(parser.getNumberOfSyntaxErrors()).as(sql).isZero();
  }

  private static Query parse(String json) {
    return QueryParser.question(tree(json), false).query();
  }

  private static JsonNode tree(String json) {
    try {
      return Json.mapper().readTree(json.replace('\'', '"'));
    } catch (JsonProcessingException wrong) {
      throw new IllegalArgumentException(json, wrong);
    }
  }
}
