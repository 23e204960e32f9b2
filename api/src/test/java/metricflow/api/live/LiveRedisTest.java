package metricflow.api.live;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.AbstractPipeline;
import redis.clients.jedis.Protocol;
import redis.clients.jedis.RedisClient;

/** Connections to a real Redis that loses them. */
class LiveRedisTest {
  @Test
  void lost_connections_are_not_used_again() throws IOException {
    try (RedisServer server = RedisServer.start();
        RedisClient redis = LiveRedis.connect("127.0.0.1", server.port());
        RedisClient other = server.client()) {
      List<AbstractPipeline> atOnce = new ArrayList<>();
      for (int i = 0; i < 3; i++) {
        atOnce.add(redis.pipelined());
      }
      atOnce.forEach(AbstractPipeline::close);

      other.sendCommand(Protocol.Command.CLIENT, "KILL", "TYPE", "normal", "SKIPME", "yes");

      assertThat(redis.set("key", "value")).isEqualTo("OK");
      assertThat(redis.get("key")).isEqualTo("value");
    }
  }
}
