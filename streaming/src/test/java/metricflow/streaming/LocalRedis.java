package metricflow.streaming;

import java.io.File;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import redis.clients.jedis.RedisClient;
import redis.clients.jedis.exceptions.JedisConnectionException;

/** A real Redis of the test's own, on a free port, that keeps nothing. */
public final class LocalRedis implements AutoCloseable {
  private static final long START_NANOS = TimeUnit.SECONDS.toNanos(10);

  private final Process process;
  private final RedisClient client;

  private LocalRedis(Process process, RedisClient client) {
    this.process = process;
    this.client = client;
  }

  /** Starts it; {@code folder} holds its log. */
  public static LocalRedis start(Path folder) throws IOException {
    int port = freePort();
    Process process =
        new ProcessBuilder("redis-server", "--port", "" + port, "--bind", "127.0.0.1", "--save", "")
            .directory(folder.toFile())
            .redirectOutput(new File(folder.toFile(), "redis.log"))
            .start();
    RedisClient client = RedisClient.create("127.0.0.1", port);
    long deadline = System.nanoTime() + START_NANOS;
    while (!answers(client)) {
      if (System.nanoTime() > deadline || !process.isAlive()) {
        throw new IllegalStateException("redis-server did not start; install redis-server");
      }
      Thread.onSpinWait();
    }
    return new LocalRedis(process, client);
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  private static boolean answers(RedisClient client) {
    try {
      return "PONG".equals(client.ping());
    } catch (JedisConnectionException notYet) {
      return false;
    }
  }

  /** A client of it. */
  public RedisClient client() {
    return client;
  }

  @Override
  public void close() {
    client.close();
    process.destroyForcibly();
  }
}
