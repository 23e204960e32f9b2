package metricflow.api.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpResponse.BodySubscribers;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import metricflow.api.metadata.Database;
import metricflow.api.metadata.JdbcProjects;
import metricflow.api.metadata.MetadataStore;
import metricflow.api.metadata.Projects;
import metricflow.api.query.Caller;
import metricflow.api.query.LakeNames;
import metricflow.api.query.ProjectContext;
import metricflow.api.query.QueryDesk;
import metricflow.api.query.QueryEngine;
import metricflow.api.query.QueryExport;
import metricflow.api.query.Row;
import metricflow.api.query.RowSink;
import metricflow.api.query.RowStream;
import metricflow.api.query.Rows;
import metricflow.api.query.SqlStatement;
import metricflow.api.web.ClientWatch;
import metricflow.api.web.Json;
import metricflow.api.web.ReadAccess;
import metricflow.api.web.ServedRoutes;
import metricflow.problem.ProblemException;
import metricflow.problem.ProblemType;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class ExportRoutesTest {
  private static final String SQL = "{\"kind\":\"sql\",\"sql\":\"SELECT * FROM events\"}";
  private static final String NARROWER =
      "The query reads events: bound event_date, so that other days are not read, name the columns"
          + " it needs, and join less.";
  private static final String PERSONS =
      """
      {"kind":"persons","from":"2026-11-01","to":"2026-11-30","fields":["country","device"]}\
      """;
  private static final String SEGMENTATION =
      """
      {"kind":"segmentation","from":"2026-11-01","to":"2026-11-02","series":[{}],
       "breakdown":["properties.plan"]}\
      """;
  private static final List<RowSink.Column> COLUMNS =
      List.of(
          new RowSink.Column("text", "varchar"),
          new RowSink.Column("n", "bigint"),
          new RowSink.Column("n", "decimal(3,1)"),
          new RowSink.Column("x", "double"),
          new RowSink.Column("day", "date"),
          new RowSink.Column("at", "timestamp(3) with time zone"),
          new RowSink.Column("list", "array(varchar)"),
          new RowSink.Column("flag", "boolean"),
          new RowSink.Column("bytes", "varbinary"));
  private static final Row FULL =
      Row.of(
          "a \"b\", ü",
          -7L,
          new BigDecimal("1.5"),
          0.25,
          LocalDate.parse("2026-11-27"),
          Instant.parse("2026-11-27T01:02:03.004Z"),
          List.of("p", "q"),
          true,
          new byte[] {0x31, 0x32});
  private static final Row EMPTY = Row.of(null, null, null, null, null, null, null, null, null);
  private static final int MOST_ROWS = 1_000_000;

  private final MetadataStore store = Database.H2.open();
  private final Projects projects = new JdbcProjects(store, Clock.systemUTC());
  private final Projects.Created shop = projects.create("Shop");
  private final ClientWatch clients = new ClientWatch();
  private final List<SqlStatement> asked = new ArrayList<>();
  private RowStream stream = (caller, statement, sink) -> {};
  private final ServedRoutes server = new ServedRoutes(List.of(routes()));

  private ExportRoutes routes() {
    QueryEngine engine = (caller, statement) -> new Rows(rowsOf(statement), 1, Map.of());
    LakeNames names = new LakeNames("lake");
    QueryDesk desk =
        new QueryDesk(engine, names, Optional::empty, Clock.systemUTC(), Duration.ofSeconds(60));
    return new ExportRoutes(
        new ReadAccess(projects),
        new QueryExport(desk, engine, this::stream, names, MOST_ROWS),
        clients,
        projectId -> ProjectContext.NONE);
  }

  private static List<Row> rowsOf(SqlStatement statement) {
    return statement.sql().contains("facts")
        ? List.of(Row.of(1L, 2L, "pro", null, 5L), Row.of(2L, 2L, null, null, 3L))
        : List.of();
  }

  private void stream(Caller caller, SqlStatement statement, RowSink sink) {
    asked.add(statement);
    stream.stream(caller, statement, sink);
  }

  @AfterEach
  void stop() {
    server.close();
    clients.close();
    store.close();
  }

  private static RowStream giving(Row... rows) {
    return (caller, statement, sink) -> {
      sink.columns(COLUMNS);
      List.of(rows).forEach(sink::row);
    };
  }

  @Test
  void sql_as_csv_has_names_first_quotes_where_needed_and_nothing_for_null() throws Exception {
    stream = giving(FULL, EMPTY);

    HttpResponse<String> csv = export("csv", SQL);

    assertThat(csv.statusCode()).isEqualTo(200);
    assertThat(csv.headers().firstValue("Content-Type"))
        .hasValueSatisfying(type -> assertThat(type).startsWith("text/csv"));
    assertThat(csv.headers().firstValue("Content-Disposition"))
        .hasValue("attachment; filename=\"sql.csv\"");
    assertThat(csv.body())
        .isEqualTo(
            "text,n,n_2,x,day,at,list,flag,bytes\r\n"
                + "\"a \"\"b\"\", ü\",-7,1.5,0.25,2026-11-27,2026-11-27T01:02:03.004Z,"
                + "\"[\"\"p\"\",\"\"q\"\"]\",true,3132\r\n"
                + ",,,,,,,,\r\n");
    assertThat(asked.getFirst().sql())
        .contains("WHERE project_id = " + shop.project().projectId())
        .endsWith("LIMIT " + (MOST_ROWS + 1));
  }

  @Test
  void a_text_that_a_spreadsheet_would_run_comes_after_an_apostrophe_in_csv_alone()
      throws Exception {
    stream =
        (caller, statement, sink) -> {
          sink.columns(List.of(new RowSink.Column("=name", "varchar")));
          for (String text : List.of("=1+1", "+1", "-1", "@a", "\t=1", "a=1", "", "a\nb")) {
            sink.row(Row.of(text));
          }
        };

    assertThat(export("csv", SQL).body())
        .isEqualTo("'=name\r\n'=1+1\r\n'+1\r\n'-1\r\n'@a\r\n'\t=1\r\na=1\r\n\"\"\r\n\"a\nb\"\r\n");
    assertThat(export("ndjson", SQL).body()).contains("{\"=name\":\"=1+1\"}\n");
  }

  @Test
  void sql_as_ndjson_is_an_object_a_line() throws Exception {
    stream = giving(FULL, EMPTY);

    List<String> lines = export("ndjson", SQL).body().lines().toList();

    assertThat(Json.mapper().readTree(lines.get(0)))
        .isEqualTo(
            Json.mapper()
                .readTree(
                    """
                    {"text":"a \\"b\\", ü","n":-7,"n_2":1.5,"x":0.25,"day":"2026-11-27",
                     "at":"2026-11-27T01:02:03.004Z","list":["p","q"],"flag":true,"bytes":"3132"}
                    """));
    assertThat(Json.mapper().readTree(lines.get(1)).path("text").isNull()).isTrue();
    assertThat(lines).hasSize(2);
  }

  @Test
  void sql_as_parquet_keeps_the_types() throws Exception {
    stream = giving(FULL, EMPTY);

    HttpResponse<byte[]> parquet =
        server.client().send(request("parquet", SQL), BodyHandlers.ofByteArray());

    assertThat(ParquetText.of(parquet.body()))
        .containsExactly(
            "optional binary text (STRING)",
            "optional int64 n",
            "optional binary n_2 (STRING)",
            "optional double x",
            "optional int32 day (DATE)",
            "optional int64 at (TIMESTAMP(MILLIS,true))",
            "optional binary list (STRING)",
            "optional boolean flag",
            "optional binary bytes",
            "text: a \"b\", ü; n: -7; n_2: 1.5; x: 0.25; day: 20784; at: 1795741323004; "
                + "list: [\"p\",\"q\"]; flag: true; bytes: 12",
            "");
  }

  @Test
  void any_other_answer_is_exported_as_a_table() throws Exception {
    assertThat(export("csv", SEGMENTATION).body())
        .isEqualTo("properties.plan,is_other,A\r\npro,false,5\r\n,false,3\r\n");
  }

  @Test
  void a_problem_before_the_first_rows_is_answered_as_such() throws Exception {
    stream =
        (caller, statement, sink) -> {
          sink.columns(COLUMNS);
          throw new ProblemException(ProblemType.QUERY_TIMEOUT, "Too long.");
        };

    HttpResponse<String> answer = export("csv", SQL);

    assertThat(answer.statusCode()).isEqualTo(504);
    assertThat(Json.mapper().readTree(answer.body()).path("detail").textValue())
        .isEqualTo("Too long. " + NARROWER);
    assertThat(answer.headers().firstValue("Content-Disposition")).isEmpty();
    assertThat(export("xml", SQL).statusCode()).isEqualTo(400);
    assertThat(export("csv", SQL.replace("events", "lake.tables.events")).statusCode())
        .isEqualTo(400);
  }

  @Test
  void an_export_that_took_too_much_is_told_how_to_ask_for_less() throws Exception {
    for (ProblemType tooMuch : List.of(ProblemType.QUERY_TIMEOUT, ProblemType.QUERY_TOO_LARGE)) {
      stream =
          (caller, statement, sink) -> {
            throw new ProblemException(tooMuch, "Too much.");
          };

      assertThat(Json.tree(export("csv", PERSONS).body()).path("detail").asText())
          .isEqualTo(
              "Too much. The question has 30 days, every event, 2 fields: ask for less of these.");
      assertThat(Json.tree(export("csv", SQL).body()).path("detail").asText())
          .isEqualTo("Too much. " + NARROWER);
    }
  }

  @Test
  void what_is_wrong_otherwise_is_told_without_such_advice() throws Exception {
    stream =
        (caller, statement, sink) -> {
          throw new ProblemException(ProblemType.LAKE_UNAVAILABLE, "Not now.");
        };

    assertThat(Json.tree(export("csv", SQL).body()).path("detail").asText()).isEqualTo("Not now.");
  }

  @Test
  void a_problem_after_many_rows_says_so_in_the_last_line_and_cuts_the_connection()
      throws Exception {
    stream =
        (caller, statement, sink) -> {
          sink.columns(COLUMNS);
          for (int i = 0; i < 20_000; i++) {
            sink.row(FULL);
          }
          throw new ProblemException(ProblemType.QUERY_TIMEOUT, "Too long.");
        };

    assertThat(brokenOff("csv"))
        .isEqualTo("#error,query-timeout,\"Too long. %s\"".formatted(NARROWER));
    assertThat(Json.mapper().readTree(brokenOff("ndjson")).at("/$error/type").textValue())
        .isEqualTo("/problems/query-timeout");
  }

  @Test
  void a_parquet_file_that_broke_off_is_none() throws Exception {
    Random random = new Random(1);
    stream =
        (caller, statement, sink) -> {
          sink.columns(List.of(new RowSink.Column("bytes", "varbinary")));
          byte[] bytes = new byte[200_000];
          for (int i = 0; i < 200; i++) {
            random.nextBytes(bytes);
            sink.row(Row.of(bytes.clone()));
          }
          throw new ProblemException(ProblemType.QUERY_TIMEOUT, "Too long.");
        };

    assertThatThrownBy(
            () -> server.client().send(request("parquet", SQL), BodyHandlers.ofByteArray()))
        .isInstanceOf(IOException.class);
  }

  /** The last line that came before the connection was cut. */
  private String brokenOff(String format) {
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    AtomicInteger status = new AtomicInteger();
    // A stream would forget, when the cut is noticed, what its reader has not taken yet.
    HttpResponse.BodyHandler<Void> all =
        answer -> {
          status.set(answer.statusCode());
          return BodySubscribers.ofByteArrayConsumer(part -> part.ifPresent(body::writeBytes));
        };
    assertThatThrownBy(() -> server.client().send(request(format, SQL), all))
        .isInstanceOf(IOException.class);
    assertThat(status).hasValue(200);
    return body.toString(StandardCharsets.UTF_8)
        .lines()
        .reduce((before, last) -> last)
        .orElseThrow();
  }

  @Test
  void an_export_ends_when_its_client_has_gone() throws Exception {
    CountDownLatch ended = new CountDownLatch(1);
    stream =
        (caller, statement, sink) -> {
          sink.columns(COLUMNS);
          try {
            while (true) {
              sink.row(FULL);
            }
          } finally {
            ended.countDown();
          }
        };
    HttpResponse<InputStream> answer =
        server.client().send(request("csv", SQL), BodyHandlers.ofInputStream());

    answer.body().close();

    assertThat(ended.await(20, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void an_export_has_only_so_many_rows() throws Exception {
    stream =
        (caller, statement, sink) -> {
          sink.columns(List.of(new RowSink.Column("n", "bigint")));
          for (long i = 0; i <= MOST_ROWS; i++) {
            sink.row(Row.of(i));
          }
        };

    assertThat(brokenOff("csv")).startsWith("#error,query-too-large");
  }

  @Test
  void an_export_needs_a_key_that_may_read() throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(request("csv", SQL), (name, value) -> !name.equals("Authorization"))
            .build();

    assertThat(server.client().send(request, BodyHandlers.discarding()).statusCode())
        .isEqualTo(401);
  }

  private HttpResponse<String> export(String format, String question)
      throws IOException, InterruptedException {
    return server.client().send(request(format, question), BodyHandlers.ofString());
  }

  private HttpRequest request(String format, String question) {
    return server
        .request("/v1/export?format=" + format, shop.readKey())
        .POST(BodyPublishers.ofString(question))
        .build();
  }
}
