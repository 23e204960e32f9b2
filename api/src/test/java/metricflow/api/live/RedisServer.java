package metricflow.api.live;

import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;
import redis.clients.jedis.RedisClient;
import redis.clients.jedis.exceptions.JedisConnectionException;

/** A redis-server of one test class, on a port of its own, with nothing on disk. */
public final class RedisServer implements AutoCloseable {
  private static final Path BINARY = Path.of("/usr/bin/redis-server");
  private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(20);

  private final Process process;
  private final int port;

  private RedisServer(Process process, int port) {
    this.process = process;
    this.port = port;
  }

  /** Starts it; the test is skipped where there is no Redis. */
  public static RedisServer start() throws IOException {
    Assumptions.assumeTrue(Files.isExecutable(BINARY), "redis-server is not installed");
    int port;
    try (ServerSocket free = new ServerSocket(0)) {
      port = free.getLocalPort();
    }
    Process process =
        new ProcessBuilder(
                BINARY.toString(), "--save", "", "--bind", "127.0.0.1", "--port", "" + port)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    RedisServer server = new RedisServer(process, port);
    server.awaitAnswer();
    return server;
  }

  /** Where it listens, on this machine. */
  int port() {
    return port;
  }

  /** A new client of it, the caller's to close. */
  public RedisClient client() {
    return RedisClient.create("127.0.0.1", port);
  }

  private void awaitAnswer() {
    long deadline = System.nanoTime() + PATIENCE_NANOS;
    while (true) {
      try (RedisClient client = client()) {
        client.ping();
        return;
      } catch (JedisConnectionException notYet) {
        if (!process.isAlive() || System.nanoTime() > deadline) {
          close();
          throw notYet;
        }
        Thread.onSpinWait();
      }
    }
  }

  @Override
  public void close() {
    process.destroy();
    process.onExit().join();
  }
}
