package metricflow.api.live;

import redis.clients.jedis.ConnectionPoolConfig;
import redis.clients.jedis.RedisClient;

/** How the API is connected to Redis. */
public final class LiveRedis {
  private LiveRedis() {}

  /**
   * A client whose connections outlive a restart of Redis: those that were lost meanwhile are
   * noticed before they are used, and nobody is told that live counters do not answer.
   */
  public static RedisClient connect(String host, int port) {
    ConnectionPoolConfig pool = new ConnectionPoolConfig();
    pool.setTestOnBorrow(true);
    return RedisClient.builder().hostAndPort(host, port).poolConfig(pool).build();
  }
}
