package metricflow.api.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.javalin.Javalin;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ClientWatchTest {
  private static final String REQUEST =
      "POST /slow HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\n\r\n{}";

  private final ClientWatch watch = new ClientWatch();
  private final Semaphore begun = new Semaphore(0);
  private final Semaphore mayEnd = new Semaphore(0);
  private final CompletableFuture<Void> gone = new CompletableFuture<>();
  private final Javalin server =
      Javalin.create(
              config -> {
                config.concurrency.useVirtualThreads = true;
                config.routes.post(
                    "/slow",
                    context -> {
                      Json.body(context, 100);
                      try (ClientWatch.Watching _ =
                          watch.watch(context, () -> gone.complete(null))) {
                        begun.release();
                        mayEnd.acquire();
                      }
                      context.result("done");
                    });
              })
          .start("127.0.0.1", 0);

  @AfterEach
  void stop() {
    mayEnd.release(100);
    server.stop();
    watch.close();
  }

  @Test
  void a_client_that_closes_its_connection_is_noticed() throws Exception {
    try (Socket client = connect()) {
      send(client, REQUEST);
      begun.acquire();
      assertThat(gone).isNotDone();
    }

    gone.get(30, TimeUnit.SECONDS);
  }

  @Test
  void a_client_that_is_killed_is_noticed() throws Exception {
    Socket client = connect();
    send(client, REQUEST);
    begun.acquire();
    client.setSoLinger(true, 0);
    client.close();

    gone.get(30, TimeUnit.SECONDS);
  }

  @Test
  void a_client_that_waits_is_answered_on_the_same_connection_again_and_again() throws Exception {
    try (Socket client = connect()) {
      for (int i = 0; i < 5; i++) {
        send(client, REQUEST);
        begun.acquire();
        mayEnd.release();
        readAnswer(client);
      }
    }
    assertThat(gone).isNotDone();
  }

  @Test
  void a_request_sent_ahead_of_its_answer_is_not_taken_for_a_goodbye() throws Exception {
    try (Socket client = connect()) {
      send(client, REQUEST + REQUEST);
      mayEnd.release(2);
      readAnswer(client);
      readAnswer(client);
    }
    assertThat(gone).isNotDone();
  }

  private Socket connect() throws IOException {
    return new Socket(InetAddress.getLoopbackAddress(), server.port());
  }

  private static void send(Socket client, String text) throws IOException {
    client.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
    client.getOutputStream().flush();
  }

  private static void readAnswer(Socket client) throws IOException {
    StringBuilder answer = new StringBuilder();
    while (!answer.toString().endsWith("done")) {
      int next = client.getInputStream().read();
      assertThat(next).as("the answer so far: %s", answer).isNotNegative();
      answer.append((char) next);
    }
  }
}
