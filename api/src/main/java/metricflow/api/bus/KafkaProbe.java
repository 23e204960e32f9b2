package metricflow.api.bus;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import metricflow.bus.Topics;
import metricflow.config.Config;
import metricflow.config.ConfigKey;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;

/** Asks the brokers whether they are there. */
public final class KafkaProbe implements AutoCloseable {
  private static final int TIMEOUT_MILLIS = 2_000;

  private final Admin admin;

  /** A probe of the brokers that {@code config} names. */
  public KafkaProbe(Config config) {
    this.admin =
        Admin.create(
            Map.of(
                AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG,
                config.text(ConfigKey.METRICFLOW_KAFKA),
                AdminClientConfig.CLIENT_ID_CONFIG,
                "metricflow-probe",
                AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG,
                TIMEOUT_MILLIS,
                AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG,
                TIMEOUT_MILLIS,
                AdminClientConfig.RECONNECT_BACKOFF_MAX_MS_CONFIG,
                1_000L));
  }

  /** Whether the topic of events is there and its brokers answer. */
  public boolean isReachable() {
    try {
      admin
          .describeTopics(List.of(Topics.EVENTS))
          .allTopicNames()
          .get(TIMEOUT_MILLIS, TimeUnit.MILLISECONDS);
      return true;
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      return false;
    } catch (ExecutionException | TimeoutException unreachable) {
      return false;
    }
  }

  @Override
  public void close() {
    admin.close(Duration.ofMillis(TIMEOUT_MILLIS));
  }
}
