package metricflow.tests.oracle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import metricflow.api.query.LakeNames;
import metricflow.api.query.ProjectContext;
import metricflow.api.query.QueryDesk;
import metricflow.api.query.QueryExamples;
import metricflow.api.query.QueryParser;
import metricflow.api.query.Question;
import metricflow.api.trino.QueryLimits;
import metricflow.api.trino.TrinoEngine;
import metricflow.problem.ProblemException;
import metricflow.problem.ProblemType;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The API's answers, through a real Trino over real Delta tables, are those of the oracle. Up to
 * {@value #LOADED_AT_ONCE} worlds lie in the same tables, each as a project of its own.
 *
 * <p>{@code -Doracle.worlds=10000} asks about more worlds, {@code -Doracle.seed=7} about others,
 * {@code -Doracle.kinds=funnel,paths} questions of some kinds only. It tells how far it is after
 * every {@value #TOLD_EVERY} worlds.
 */
class AnswersIT {
  private static final int WORLDS = Integer.getInteger("oracle.worlds", 500);
  private static final int ASKED_AT_ONCE = 3;
  private static final int LOADED_AT_ONCE = 1_000;
  private static final int TOLD_EVERY = 500;

  /** So many questions of a kind that rollups must have answered some of them. */
  private static final int MANY = 30;

  private static final long SEED = Long.getLong("oracle.seed", 20261124L);
  private static final List<String> KINDS =
      List.of(System.getProperty("oracle.kinds", String.join(",", Questions.KINDS)).split(","));
  private static final List<String> RECEIPT =
      List.of(
          "cached",
          "stale",
          "age_seconds",
          "kind",
          "as_of",
          "rollup_as_of",
          "source",
          "exact",
          "sql",
          "elapsed_ms",
          "bytes_scanned",
          "version");
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir private static Path folder;

  private static OracleTrino trino;
  private static TrinoEngine engine;
  private static QueryDesk desk;
  private static List<World> worlds;

  @BeforeAll
  static void start() throws Exception {
    trino = OracleTrino.start(folder);
    load(1);
    engine = new TrinoEngine(trino.address(), QueryLimits.within(Duration.ofSeconds(60)));
    desk =
        new QueryDesk(
            engine,
            new LakeNames("lake"),
            Optional::empty,
            Clock.systemUTC(),
            Duration.ofMinutes(2));
  }

  /** Puts the worlds from {@code first} on, and the vectors, in the place of those before. */
  private static void load(int first) throws SQLException {
    worlds = new ArrayList<>();
    for (int project = first; project < first + LOADED_AT_ONCE && project <= WORLDS; project++) {
      worlds.add(new Worlds(Seeds.of(SEED, project)).world(project));
    }
    try (OracleLake lake = new OracleLake(trino.address())) {
      lake.create();
      List<World> all = new ArrayList<>(worlds);
      Stream.of(FunnelVectors.values()).map(FunnelVectors::world).forEach(all::add);
      lake.load(all);
    }
  }

  @AfterAll
  static void stop() throws InterruptedException {
    if (engine != null) {
      engine.close();
    }
    if (trino != null) {
      trino.close();
    }
  }

  @Test
  void every_answer_about_every_world_is_that_of_the_oracle() throws Exception {
    OracleReport report = new OracleReport(WORLDS);
    for (int first = 1; first <= WORLDS; first += LOADED_AT_ONCE) {
      if (first > 1) {
        load(first);
      }
      ask(report);
    }
    System.out.print(report.summary());
    assertThat(report.differences()).as("answers that differ").isEmpty();
    for (String kind : List.of("trends", "segmentation", "retention", "stickiness", "lifecycle")) {
      if (report.asked(kind) >= MANY) {
        assertThat(report.askedOfRollups(kind))
            .as("questions of the kind %s that rollups answered", kind)
            .isGreaterThan(report.asked(kind) / 5);
      }
    }
  }

  private static void ask(OracleReport report) throws Exception {
    List<String> kinds = new ArrayList<>();
    List<Future<OracleReport.Asked>> answers = new ArrayList<>();
    try (ExecutorService askers = Executors.newFixedThreadPool(ASKED_AT_ONCE)) {
      for (World world : worlds) {
        String kind = KINDS.get(world.projectId() % KINDS.size());
        Questions questions = new Questions(Seeds.of(SEED, world.projectId()));
        ObjectNode question = questions.question(kind);
        kinds.add(kind);
        answers.add(askers.submit(() -> asked(world, question, questions.project())));
      }
      for (int i = 0; i < kinds.size(); i++) {
        report.add(kinds.get(i), answers.get(i).get(), TOLD_EVERY);
      }
    }
  }

  @Test
  void every_example_of_the_description_is_answered_as_by_the_oracle() throws IOException {
    World world = worlds.getFirst();
    for (String example : QueryExamples.all().values()) {
      if (JSON.readTree(example).path("kind").textValue().equals("sql")) {
        // The oracle knows no SQL; sql_sees_the_events_of_its_own_project_alone asks in it.
        continue;
      }
      assertThat(
              asked(world, (ObjectNode) JSON.readTree(example), ProjectContext.NONE).differences())
          .isEmpty();
    }
  }

  @ParameterizedTest
  @EnumSource
  void where_products_differ_a_funnel_counts_as_written_down(FunnelVectors vector)
      throws IOException {
    Question question = QueryParser.question(JSON.readTree(vector.question()), false);
    JsonNode steps = JSON.readTree(desk.answer(vector.projectId(), question)).path("steps");

    int reached = 0;
    for (JsonNode step : steps) {
      reached += step.path("persons").intValue();
    }
    assertThat(reached).isEqualTo(vector.stepsReached);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT count(*), '?' FROM events",
        "SELECT count(*) FROM lake . /* ours */ analytics.\"EVENTS\" -- all of them",
        "WITH e AS (SELECT event_id FROM events) SELECT count(*) FROM e",
        "WITH e AS (WITH e AS (TABLE lake.analytics.events) SELECT * FROM e) SELECT count(*) FROM"
            + " e",
        "SELECT count(*) FROM (SELECT * FROM events UNION ALL SELECT * FROM events WHERE false)",
        "SELECT (SELECT count(*) FROM lake.analytics.events)",
        "SELECT l.n FROM (VALUES 1) v CROSS JOIN LATERAL (SELECT count(*) AS n FROM events) l LIMIT"
            + " 7",
        "SELECT cardinality(array_agg(u.x)) FROM events CROSS JOIN UNNEST(ARRAY[1]) AS u (x)",
        "SELECT count(*) FROM events a WHERE EXISTS (SELECT 1 FROM events b WHERE b.event_id ="
            + " a.event_id)",
      })
  void sql_sees_the_events_of_its_own_project_alone(String sql) throws IOException {
    ObjectNode question = JSON.createObjectNode().put("kind", "sql").put("sql", sql);
    World world =
        worlds.stream().filter(one -> !one.deliveries().isEmpty()).findFirst().orElseThrow();
    JsonNode answer =
        JSON.readTree(desk.answer(world.projectId(), QueryParser.question(question, false)));

    assertThat(answer.at("/rows/0/0").intValue()).isEqualTo(world.deliveries().size());
  }

  @Test
  void what_is_wrong_with_sql_is_told_in_the_words_of_trino() {
    ObjectNode question =
        JSON.createObjectNode().put("kind", "sql").put("sql", "SELECT nobody FROM events");

    ProblemException refused =
        catchThrowableOfType(
            ProblemException.class, () -> desk.answer(1, QueryParser.question(question, false)));

    assertThat(refused.problem().type()).isEqualTo(ProblemType.QUERY_INVALID);
    assertThat(refused.problem().detail()).contains("'nobody' cannot be resolved");
  }

  private static OracleReport.Asked asked(
      World world, ObjectNode question, ProjectContext project) {
    try {
      Question asked = QueryParser.question(question, false, project);
      ObjectNode answer = (ObjectNode) JSON.readTree(desk.answer(world.projectId(), asked));
      String sql = answer.path("sql").textValue();
      String source = answer.path("source").textValue();
      answer.remove(RECEIPT);
      if (answer.get("previous") instanceof ObjectNode previous) {
        previous.remove("sql");
      }
      JsonNode expected = Oracle.answer(world, asked.query());
      List<String> differences =
          SameNumbers.compare(expected, answer)
              ? List.of()
              : List.of(
                  "project %d: %s%nexpected %s%nbut was  %s%nfrom %s%n%s"
                      .formatted(world.projectId(), question, expected, answer, source, sql));
      return new OracleReport.Asked(source, differences);
    } catch (IOException | RuntimeException failure) {
      return new OracleReport.Asked(
          "none",
          List.of(
              "project %d: %s%n%s%nbecause of %s"
                  .formatted(world.projectId(), question, failure, failure.getCause())));
    }
  }
}
