package metricflow.peers.flink;

import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.api.connector.sink2.SinkWriter;
import org.apache.flink.api.connector.sink2.WriterInitContext;
import redis.clients.jedis.AbstractPipeline;
import redis.clients.jedis.RedisClient;

/** Writes totals, not increments: what is written twice after a failure changes nothing. */
final class RedisCounters implements Sink<Count> {
  private static final long serialVersionUID = 1L;

  private final String host;
  private final int port;
  private final String prefix;

  RedisCounters(String host, int port, String prefix) {
    this.host = host;
    this.port = port;
    this.prefix = prefix;
  }

  @Override
  public SinkWriter<Count> createWriter(WriterInitContext context) {
    return new Writer(RedisClient.create(host, port), prefix);
  }

  private static final class Writer implements SinkWriter<Count> {
    private static final int COMMANDS_PIPELINED = 5_000;

    private final RedisClient redis;
    private final AbstractPipeline pipeline;
    private final String prefix;
    private int commands;

    private Writer(RedisClient redis, String prefix) {
      this.redis = redis;
      this.pipeline = redis.pipelined();
      this.prefix = prefix;
    }

    @Override
    public void write(Count count, Context context) {
      if (count.field == null) {
        pipeline.pfadd(prefix + "visitors:" + count.minute, count.visitors);
      } else {
        pipeline.hset(prefix + "minute:" + count.minute, count.field, Long.toString(count.events));
      }
      if (++commands >= COMMANDS_PIPELINED) {
        flush(false);
      }
    }

    @Override
    public void flush(boolean endOfInput) {
      pipeline.sync();
      commands = 0;
    }

    @Override
    public void close() {
      pipeline.close();
      redis.close();
    }
  }
}
