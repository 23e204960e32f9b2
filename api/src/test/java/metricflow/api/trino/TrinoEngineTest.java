package metricflow.api.trino;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import metricflow.api.query.Caller;
import metricflow.api.query.Cancellation;
import metricflow.api.query.SqlStatement;
import metricflow.problem.ProblemException;
import metricflow.problem.ProblemType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TrinoEngineTest {
  private static final QueryLimits LIMITS = QueryLimits.within(Duration.ofSeconds(1));
  private static final SqlStatement ONE = new SqlStatement("SELECT 1", List.of());

  @Test
  void the_lake_is_unavailable_when_nobody_listens() throws IOException {
    int port;
    try (ServerSocket free = new ServerSocket(0)) {
      port = free.getLocalPort();
    }

    assertThat(problemAt(port, QueryLimits.within(Duration.ofSeconds(30))))
        .isEqualTo(ProblemType.LAKE_UNAVAILABLE);
  }

  @Test
  @Timeout(30)
  void a_server_that_never_answers_does_not_hold_its_caller() throws IOException {
    try (ServerSocket deaf = new ServerSocket(0, 10, InetAddress.getLoopbackAddress())) {
      assertThat(problemAt(deaf.getLocalPort(), LIMITS))
          .isIn(ProblemType.QUERY_TIMEOUT, ProblemType.LAKE_UNAVAILABLE);
    }
  }

  @Test
  @Timeout(30)
  void a_statement_given_up_before_trino_has_accepted_it_is_cancelled_all_the_same()
      throws Exception {
    Cancellation cancellation = new Cancellation();
    CompletableFuture<Void> cancelled = new CompletableFuture<>();
    HttpServer trino = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
    int port = trino.getAddress().getPort();
    trino.createContext(
        "/v1/statement",
        exchange -> {
          if (exchange.getRequestMethod().equals("DELETE")) {
            cancelled.complete(null);
            exchange.sendResponseHeaders(204, -1);
            exchange.close();
            return;
          }
          exchange.getRequestBody().readAllBytes();
          cancellation.cancel();
          byte[] queued =
              """
              {"id": "20260101_000000_00001_aaaaa", "infoUri": "http://127.0.0.1:%1$d/",
               "nextUri": "http://127.0.0.1:%1$d/v1/statement/queued/1", "warnings": [],
               "stats": {"state": "QUEUED", "queued": true}}\
              """
                  .formatted(port)
                  .getBytes(StandardCharsets.UTF_8);
          exchange.getResponseHeaders().set("Content-Type", "application/json");
          exchange.sendResponseHeaders(200, queued.length);
          exchange.getResponseBody().write(queued);
          exchange.close();
        });
    trino.start();
    try (TrinoEngine engine =
        new TrinoEngine("127.0.0.1:" + port, QueryLimits.within(Duration.ofSeconds(20)))) {
      assertThatThrownBy(() -> engine.run(new Caller(1, cancellation), ONE))
          .isInstanceOf(CancellationException.class);
      cancelled.get(10, TimeUnit.SECONDS);
      assertThat(engine.running()).isZero();
    } finally {
      trino.stop(0);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "131075, QUERY_TIMEOUT",
    "131079, QUERY_TOO_LARGE",
    "131081, QUERY_TOO_LARGE",
    "46, LAKE_UNAVAILABLE",
    "6, LAKE_UNAVAILABLE",
    "1, INTERNAL",
    "65548, LAKE_UNAVAILABLE",
    "131074, LAKE_UNAVAILABLE",
    "0, LAKE_UNAVAILABLE",
  })
  void errors_of_trino_are_problems_the_caller_knows(int code, ProblemType expected) {
    SQLException error = new SQLException("for the log only", "00000", code);

    ProblemException problem = TrinoErrors.problem(error, false, LIMITS);
    assertThat(problem.problem().type()).isEqualTo(expected);
    assertThat(problem.problem().detail()).doesNotContain("log only");
  }

  @Test
  void a_version_that_is_not_there_is_gone() {
    SQLException error =
        new SQLException("Query failed: Delta Lake snapshot ID does not exists: 7", "00000", 76);

    assertThat(TrinoErrors.problem(error, false, LIMITS).problem().type())
        .isEqualTo(ProblemType.VERSION_GONE);
  }

  private static ProblemType problemAt(int port, QueryLimits limits) {
    try (TrinoEngine engine = new TrinoEngine("127.0.0.1:" + port, limits)) {
      return catchThrowableOfType(ProblemException.class, () -> engine.run(Caller.of(1), ONE))
          .problem()
          .type();
    }
  }
}
