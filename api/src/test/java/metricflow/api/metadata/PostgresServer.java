package metricflow.api.metadata;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/** A PostgreSQL of this test run, with its data in a folder of its own; ends with the run. */
final class PostgresServer {
  private static final Path INSTALLED = Path.of("/usr/lib/postgresql");
  private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(30);
  private static final String USER = "postgres";

  private static PostgresServer running;

  private final int port;
  private final AtomicInteger schemas = new AtomicInteger();

  private PostgresServer(int port) {
    this.port = port;
  }

  /** The folder of its programs, where Debian's package is installed. */
  static Optional<Path> binaries() {
    if (!Files.isDirectory(INSTALLED)) {
      return Optional.empty();
    }
    try (Stream<Path> versions = Files.list(INSTALLED)) {
      return versions
          .map(version -> version.resolve("bin"))
          .filter(bin -> Files.isExecutable(bin.resolve("initdb")))
          .findFirst();
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  /** The one server of this run. */
  static synchronized PostgresServer running() {
    if (running == null) {
      try {
        running = start(binaries().orElseThrow());
      } catch (IOException | InterruptedException notStarted) {
        throw new IllegalStateException(notStarted);
      }
    }
    return running;
  }

  private static PostgresServer start(Path bin) throws IOException, InterruptedException {
    Path folder = Files.createTempDirectory("metricflow-postgres");
    Path data = folder.resolve("data");
    run(List.of("chmod", "777", folder.toString())).onExit().join();
    int made =
        run(asUser(
                bin.resolve("initdb").toString(), "-U", USER, "-A", "trust", "-N", "-D", "" + data))
            .waitFor();
    if (made != 0) {
      throw new IllegalStateException("initdb ended with " + made);
    }
    int port;
    try (ServerSocket free = new ServerSocket(0)) {
      port = free.getLocalPort();
    }
    Process process =
        run(
            asUser(
                bin.resolve("postgres").toString(),
                "-D",
                data.toString(),
                "-c",
                "port=" + port,
                "-c",
                "fsync=off",
                "-c",
                "listen_addresses=127.0.0.1",
                "-c",
                "unix_socket_directories=" + data));
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(() -> {
              process.destroy();
              process.onExit().join();
              run(List.of("rm", "-rf", folder.toString())).onExit().join();
            }));
    PostgresServer server = new PostgresServer(port);
    server.awaitAnswer(process);
    return server;
  }

  /** PostgreSQL refuses to run as root. */
  private static List<String> asUser(String... command) {
    List<String> whole = new ArrayList<>();
    if (System.getProperty("user.name").equals("root")) {
      whole.addAll(List.of("setpriv", "--reuid", USER, "--regid", USER, "--clear-groups"));
    }
    whole.addAll(List.of(command));
    return whole;
  }

  private static Process run(List<String> command) {
    try {
      return new ProcessBuilder(command)
          .directory(Path.of("/").toFile())
          .redirectErrorStream(true)
          .redirectOutput(ProcessBuilder.Redirect.DISCARD)
          .start();
    } catch (IOException notStarted) {
      throw new UncheckedIOException(notStarted);
    }
  }

  private void awaitAnswer(Process process) {
    long deadline = System.nanoTime() + PATIENCE_NANOS;
    while (true) {
      try (Connection connection = connect()) {
        return;
      } catch (SQLException notYet) {
        if (!process.isAlive() || System.nanoTime() > deadline) {
          process.destroy();
          throw new IllegalStateException(notYet);
        }
        Thread.onSpinWait();
      }
    }
  }

  private Connection connect() throws SQLException {
    return DriverManager.getConnection(url(), USER, "");
  }

  private String url() {
    return "jdbc:postgresql://127.0.0.1:%d/postgres".formatted(port);
  }

  /** The JDBC address of a new, empty schema. */
  String newSchema() {
    String name = "test_" + schemas.incrementAndGet();
    try (Connection connection = connect();
        Statement statement = connection.createStatement()) {
      statement.execute("CREATE SCHEMA " + name);
    } catch (SQLException failed) {
      throw new IllegalStateException(failed);
    }
    return url() + "?currentSchema=" + name;
  }
}
