package metricflow.api.collect;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.ManagementFactory;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import metricflow.api.collect.CollectorServer.Answer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class CollectorBackPressureTest {
  private static final long BUDGET_BYTES = 16L << 20;
  private static final int BODY_BYTES = 1 << 20;
  private static final int REQUESTS = 200;

  private final CollectorServer server = new CollectorServer(Map.of(), BUDGET_BYTES);

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void a_bus_that_never_answers_costs_no_more_memory_than_the_budget() throws Exception {
    byte[] body =
        ("{\"batch\":[{\"event\":\"click\",\"distinct_id\":\"ada\"}],\"padding\":\""
                + "x".repeat(BODY_BYTES)
                + "\"}")
            .getBytes(StandardCharsets.UTF_8);
    CompletableFuture<Void> acknowledgement = new CompletableFuture<>();
    server.bus.acknowledgement = acknowledgement;
    long usedBefore = usedHeap();

    // Closed in this order when an assertion fails: the bus answers, then the clients come to an
    // end.
    try (ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor();
        AutoCloseable _ = () -> acknowledgement.complete(null)) {
      List<CompletableFuture<Answer>> answers = new ArrayList<>();
      for (int i = 0; i < REQUESTS; i++) {
        answers.add(
            CompletableFuture.supplyAsync(
                () -> server.send(server.request().POST(BodyPublishers.ofByteArray(body))),
                clients));
      }
      // Every request is now answered 503 or waits on the bus, which holds all that was let in.
      int waiting = 0;
      int refused = 0;
      while (refused + waiting < REQUESTS) {
        CompletableFuture.anyOf(
                answers.stream()
                    .filter(answer -> !answer.isDone())
                    .toArray(CompletableFuture[]::new))
            .completeOnTimeout(null, 50, TimeUnit.MILLISECONDS)
            .join();
        refused = (int) answers.stream().filter(CompletableFuture::isDone).count();
        waiting = server.bus.batches.size();
      }
      long usedMeanwhile = usedHeap();

      assertThat(waiting).isPositive().isLessThanOrEqualTo((int) (BUDGET_BYTES / BODY_BYTES));
      assertThat(refused).isEqualTo(REQUESTS - waiting);
      assertThat(usedMeanwhile - usedBefore)
          .as("bytes of heap for %d MB of requests", REQUESTS)
          .isLessThan(4 * BUDGET_BYTES);
      for (CompletableFuture<Answer> answer : answers) {
        if (answer.isDone()) {
          assertThat(answer.join().status()).isEqualTo(503);
          assertThat(answer.join().type()).isEqualTo("/problems/bus-unavailable");
          assertThat(answer.join().header("Retry-After")).isNotBlank();
        }
      }

      acknowledgement.complete(null);
      long stored = answers.stream().filter(answer -> answer.join().status() == 200).count();
      assertThat(stored).isEqualTo(waiting);
    }
    assertThat(server.send(server.request().POST(BodyPublishers.ofByteArray(body))).status())
        .as("once the bus answers again")
        .isEqualTo(200);
  }

  private static long usedHeap() {
    System.gc();
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
  }
}
