package metricflow.tests.oracle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import metricflow.api.query.LakeNames;
import metricflow.api.query.QueryDesk;
import metricflow.api.query.QueryParser;
import metricflow.api.trino.QueryLimits;
import metricflow.api.trino.TrinoEngine;
import metricflow.problem.ProblemException;
import metricflow.problem.ProblemType;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The same question of the same data, before and after more came in. */
class VersionsIT {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int PROJECT = 1;
  private static final int OTHER = 2;

  @TempDir private static Path folder;

  private static OracleTrino trino;
  private static TrinoEngine engine;

  @BeforeAll
  static void start() throws Exception {
    trino = OracleTrino.start(folder);
    engine = new TrinoEngine(trino.address(), QueryLimits.within(Duration.ofSeconds(60)));
  }

  @AfterAll
  static void stop() throws InterruptedException {
    engine.close();
    trino.close();
  }

  @Test
  void a_version_gives_the_same_numbers_again_and_one_that_is_not_there_is_gone() throws Exception {
    World before = new Worlds(1).world(PROJECT);
    World later = new Worlds(2).world(PROJECT + 1);
    ObjectNode question =
        (ObjectNode)
            JSON.readTree(
                """
                {"kind":"segmentation","from":"2026-03-01","to":"2026-04-30",
                 "filter":{"not":{"property":"session_id","operator":"equals","value":"none"}},
                 "series":[{"measure":"count"},{"measure":"uniques"}]}
                """);
    try (OracleLake lake = new OracleLake(trino.address())) {
      lake.create();
      lake.load(List.of(before));
      JsonNode first = answer(question);
      assertThat(first.at("/explain/source")).isEqualTo(first.path("source"));
      assertThat(first.at("/explain/because").textValue()).isNotBlank();
      assertThat(count(first)).isEqualTo(before.events().size()).isPositive();

      lake.append(trino.tables(), before, later.events());
      JsonNode second = answer(question);
      assertThat(count(second)).isEqualTo(before.events().size() + later.events().size());
      assertThat(second.path("version").path("events").longValue())
          .isEqualTo(first.path("version").path("events").longValue() + 1);

      ObjectNode again = question.deepCopy();
      again.set("version", first.path("version"));
      JsonNode third = answer(again);
      assertThat(third.path("groups")).isEqualTo(first.path("groups"));
      assertThat(third.path("version")).isEqualTo(first.path("version"));
      assertThat(third.path("sql").textValue()).contains("events FOR VERSION AS OF 0");

      ObjectNode gone = question.deepCopy();
      gone.putObject("version").put("events", 99);
      assertThat(catchThrowableOfType(ProblemException.class, () -> answer(gone)).problem().type())
          .isEqualTo(ProblemType.VERSION_GONE);
    }
  }

  @Test
  void sql_is_asked_of_the_version_too_and_sees_its_own_project_alone() throws Exception {
    World own = new Worlds(1).world(PROJECT);
    World other = new Worlds(3).world(OTHER);
    World later = new Worlds(2).world(PROJECT + 2);
    ObjectNode question =
        JSON.createObjectNode()
            .put("kind", "sql")
            .put("sql", "SELECT count(*), count(DISTINCT project_id), max(project_id) FROM events");
    try (OracleLake lake = new OracleLake(trino.address())) {
      lake.create();
      lake.load(List.of(own, other));
      JsonNode first = answer(question);
      assertThat(rows(first)).isEqualTo("[[%d,1,1]]".formatted(own.deliveries().size()));

      lake.append(trino.tables(), own, later.events());
      long appended = own.deliveries().size() + later.events().size();
      assertThat(rows(answer(question))).isEqualTo("[[%d,1,1]]".formatted(appended));

      ObjectNode again = question.deepCopy();
      again.set("version", first.path("version"));
      JsonNode third = answer(again);
      assertThat(third.path("rows")).isEqualTo(first.path("rows"));
      assertThat(third.path("version")).isEqualTo(first.path("version"));
      JsonNode ofOther = answer(OTHER, again);
      assertThat(rows(ofOther)).isEqualTo("[[%d,1,2]]".formatted(other.deliveries().size()));
      again.put("sql", "SELECT count(*) FROM events WHERE project_id = " + OTHER);
      assertThat(rows(answer(again))).isEqualTo("[[0]]");
      again.putObject("version").put("events", 99);
      assertThat(catchThrowableOfType(ProblemException.class, () -> answer(again)).problem().type())
          .isEqualTo(ProblemType.VERSION_GONE);
    }
  }

  private static String rows(JsonNode answer) {
    return answer.path("rows").toString();
  }

  private static long count(JsonNode answer) {
    return answer.at("/groups/0/lines/0/total").longValue();
  }

  /** From a desk of its own: no answer kept for a moment comes in between. */
  private JsonNode answer(ObjectNode question) throws IOException {
    return answer(PROJECT, question);
  }

  private JsonNode answer(int project, ObjectNode question) throws IOException {
    QueryDesk desk =
        new QueryDesk(
            engine,
            new LakeNames("lake"),
            Optional::empty,
            Clock.systemUTC(),
            Duration.ofMinutes(2));
    return JSON.readTree(desk.answer(project, QueryParser.question(question, true)));
  }
}
