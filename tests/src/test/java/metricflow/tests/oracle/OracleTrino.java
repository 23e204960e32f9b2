package metricflow.tests.oracle;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A Trino server of the version and configuration of an instance, but with a lake of its own. The
 * server's files are those that {@code ./metricflow} has fetched.
 *
 * <p>With the system property {@code oracle.trino} set to {@code host:port} that server is used and
 * left running; {@code oracle.folder} is then its data folder.
 */
final class OracleTrino implements AutoCloseable {
  private static final Path ROOT = Path.of("").toAbsolutePath().getParent();
  private static final Duration START_LIMIT = Duration.ofMinutes(2);

  private final String address;
  private final Path folder;
  private final Process process;

  private OracleTrino(String address, Path folder, Process process) {
    this.address = address;
    this.folder = folder;
    this.process = process;
  }

  /** Where the tables lie. */
  Path tables() {
    return folder.resolve("trino/metastore/tables");
  }

  String address() {
    return address;
  }

  static OracleTrino start(Path folder) throws IOException, InterruptedException {
    return start(folder, Map.of());
  }

  /**
   * The same with more configuration.
   *
   * @param appended by file of {@code etc}, the text to add at its end
   */
  static OracleTrino start(Path folder, Map<String, String> appended)
      throws IOException, InterruptedException {
    String running = System.getProperty("oracle.trino", "");
    if (!running.isEmpty()) {
      return new OracleTrino(running, Path.of(System.getProperty("oracle.folder")), null);
    }
    int port;
    try (ServerSocket free = new ServerSocket(0)) {
      port = free.getLocalPort();
    }
    configure(folder, port);
    for (Map.Entry<String, String> addition : appended.entrySet()) {
      Files.writeString(
          folder.resolve("trino/etc").resolve(addition.getKey()),
          addition.getValue(),
          StandardOpenOption.CREATE,
          StandardOpenOption.APPEND);
    }
    Path java = Path.of(System.getProperty("java.home"), "bin", "java");
    Process process =
        new ProcessBuilder(
                java.toString(),
                "@etc/jvm.config",
                "-Dconfig=etc/config.properties",
                "-Dlog.levels-file=etc/log.properties",
                "-cp",
                server().resolve("lib") + "/*",
                "io.trino.server.TrinoServer")
            .directory(folder.resolve("trino").toFile())
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("trino.log").toFile())
            .start();
    OracleTrino trino = new OracleTrino("127.0.0.1:" + port, folder, process);
    trino.awaitStart();
    return trino;
  }

  private static Path server() throws IOException {
    String cache = System.getenv("METRICFLOW_CACHE");
    Path folder =
        cache == null
            ? Path.of(System.getProperty("user.home"), ".cache", "metricflow")
            : Path.of(cache);
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .filter(file -> file.getFileName().toString().matches("trino-\\d+"))
          .findFirst()
          .orElseThrow(
              () -> new IllegalStateException("no Trino in " + folder + "; run ./metricflow up"));
    }
  }

  private static void configure(Path folder, int port) throws IOException {
    Path etc = folder.resolve("trino/etc");
    Path templates = ROOT.resolve("trino-catalog/etc");
    Map<String, String> places =
        Map.of(
            "@DATA@", folder.toString(),
            "@INSTANCE@", "oracle",
            "@TRINO_PORT@", Integer.toString(port),
            "@TRINO_HEAP@", "1800m",
            "@TRINO_COLLECTOR@", "-XX:+UseParallelGC -XX:-UseGCOverheadLimit",
            "@TASK_CONCURRENCY@", "2",
            "@TASK_THREADS@", "4");
    List<Path> files;
    try (Stream<Path> all = Files.walk(templates)) {
      files = all.filter(Files::isRegularFile).toList();
    }
    for (Path file : files) {
      String text = Files.readString(file);
      for (Map.Entry<String, String> place : places.entrySet()) {
        text = text.replace(place.getKey(), place.getValue());
      }
      Path target = etc.resolve(templates.relativize(file).toString());
      Files.createDirectories(target.getParent());
      Files.writeString(target, text);
    }
    Path plugins = Files.createDirectories(folder.resolve("trino/plugin"));
    Files.createDirectories(folder.resolve("trino/metastore"));
    try (Stream<Path> all = Files.list(server().resolve("plugin"))) {
      for (Path plugin : all.toList()) {
        Files.createSymbolicLink(plugins.resolve(plugin.getFileName()), plugin);
      }
    }
    Files.createSymbolicLink(
        plugins.resolve("metricflow"), ROOT.resolve("trino-catalog/target/trino-plugin"));
  }

  private void awaitStart() throws InterruptedException {
    HttpRequest info = HttpRequest.newBuilder(URI.create("http://" + address + "/v1/info")).build();
    long deadline = System.nanoTime() + START_LIMIT.toNanos();
    try (HttpClient client = HttpClient.newHttpClient()) {
      while (!started(client, info) || !reads()) {
        if (!process.isAlive() || System.nanoTime() > deadline) {
          close();
          throw new IllegalStateException(
              "Trino did not start; see " + folder.resolve("trino.log"));
        }
        TimeUnit.MILLISECONDS.sleep(200);
      }
    }
  }

  private static boolean started(HttpClient client, HttpRequest info) throws InterruptedException {
    try {
      return client.send(info, BodyHandlers.ofString()).body().contains("\"starting\":false");
    } catch (IOException notYet) {
      return false;
    }
  }

  /**
   * Whether a table can be read: for up to 5 s after its start the server knows itself, but not yet
   * that it has the lake's catalogs ("No nodes available to run query").
   */
  private boolean reads() {
    try (Connection connection =
            DriverManager.getConnection("jdbc:trino://" + address, "metricflow-admin", null);
        Statement statement = connection.createStatement()) {
      statement.execute("CREATE SCHEMA IF NOT EXISTS lake_admin.started");
      statement.execute("CREATE TABLE IF NOT EXISTS lake_admin.started.one AS SELECT 1 AS one");
      try (ResultSet one = statement.executeQuery("SELECT one FROM lake_admin.started.one")) {
        one.next();
      }
      statement.execute("DROP SCHEMA lake_admin.started CASCADE");
      return true;
    } catch (SQLException notYet) {
      return false;
    }
  }

  @Override
  public void close() throws InterruptedException {
    if (process != null) {
      process.destroy();
      process.waitFor();
    }
  }
}
