package metricflow.api.bus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import metricflow.bus.EventBatch;
import metricflow.bus.RejectedEvent;
import metricflow.config.Config;
import metricflow.problem.ProblemException;
import metricflow.problem.ProblemType;
import org.junit.jupiter.api.Test;

/** The real client against brokers that do not answer. */
final class KafkaEventBusTest {
  private static final RejectedEvent REJECTED =
      new RejectedEvent(
          new UUID(1, 2), 1, new UUID(3, 4), 5, "malformed-json", "test", null, null, "{");

  @Test
  void a_broker_that_takes_connections_and_never_answers_is_told_to_the_client()
      throws IOException {
    try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
      assertUnavailable(silent.getLocalPort());
    }
  }

  @Test
  void a_broker_that_is_not_there_is_told_to_the_client() throws IOException {
    int port;
    try (ServerSocket taken = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
      port = taken.getLocalPort();
    }
    assertUnavailable(port);
  }

  private static void assertUnavailable(int port) {
    try (KafkaEventBus bus =
        new KafkaEventBus(Config.from(Map.of("METRICFLOW_KAFKA", "127.0.0.1:" + port)))) {
      EventBatch nothing = new EventBatch(1, new UUID(3, 4), 0, 5, List.of());
      CompletableFuture<Void> stored = bus.publish(nothing, List.of(REJECTED));

      assertThatThrownBy(stored::join)
          .isInstanceOf(CompletionException.class)
          .cause()
          .isInstanceOfSatisfying(
              ProblemException.class,
              problem ->
                  assertThat(problem.problem().type()).isEqualTo(ProblemType.BUS_UNAVAILABLE));
    }
  }
}
