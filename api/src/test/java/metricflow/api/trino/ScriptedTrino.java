package metricflow.api.trino;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;

/**
 * A server on a free port that speaks Trino's protocol and answers every statement at once with
 * rows of one number, as read from so many bytes; nothing is rolled up.
 */
public final class ScriptedTrino implements AutoCloseable {
  private static final String COLUMN =
      """
      {"name":"n","type":"bigint","typeSignature":{"rawType":"bigint","arguments":[]}}\
      """;

  private final HttpServer server;
  private final List<String> statements = new CopyOnWriteArrayList<>();
  private final long bytesScanned;
  private final String rows;

  /**
   * A server of statements about events.
   *
   * @param rows what each gives, as JSON such as {@code [[7]]}
   * @param bytesScanned what each reads
   */
  public ScriptedTrino(String rows, long bytesScanned) {
    this.rows = rows;
    this.bytesScanned = bytesScanned;
    try {
      this.server =
          HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException noPort) {
      throw new UncheckedIOException(noPort);
    }
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext("/v1/statement", this::statement);
    server.createContext("/v1/query", exchange -> answer(exchange, "{\"inputs\":[]}"));
    server.start();
  }

  /** {@code host:port}. */
  public String address() {
    return "127.0.0.1:" + server.getAddress().getPort();
  }

  /** The statements about events, in the order they came. */
  public List<String> statements() {
    return statements;
  }

  /** Trino's name for the {@code n}-th statement about events, from 1. */
  public static String queryId(int n) {
    return "20261128_000000_%05d_abcde".formatted(n);
  }

  private void statement(HttpExchange exchange) throws IOException {
    String sql = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    boolean aboutEvents = !sql.contains("rollup_days");
    if (aboutEvents) {
      statements.add(sql);
    }
    answer(
        exchange,
        """
        {"id":"%s","infoUri":"http://%s/","columns":[%s],"data":%s,"warnings":[],
         "stats":{"state":"FINISHED","queued":false,"processedRows":%d,"physicalInputBytes":%d}}\
        """
            .formatted(
                queryId(statements.size()),
                address(),
                COLUMN,
                aboutEvents ? rows : "[]",
                aboutEvents ? 11 : 0,
                aboutEvents ? bytesScanned : 0));
  }

  private static void answer(HttpExchange exchange, String json) throws IOException {
    byte[] body = json.getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    exchange.sendResponseHeaders(200, body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
