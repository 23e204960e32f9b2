package metricflow.tests.bench;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;

/**
 * Sends batches at a steady offered rate over keep-alive connections, open loop: each batch has a
 * moment at which it is due, however late the ones before it are. A batch is sent, always with the
 * same ids, until it is acknowledged.
 */
final class LoadGenerator {
  private static final long RETRY_MILLIS = 250;

  private final URI api;
  private final String writeKey;
  private final List<BatchTemplate> templates;
  private final Load load;
  private final byte[] head;
  private final LongAdder acknowledged = new LongAdder();
  private final LongAdder retries = new LongAdder();

  /**
   * What to send.
   *
   * @param run distinguishes the ids of runs
   * @param rate events a second
   * @param batchSize events a batch, as in the templates
   * @param connections batches under way at most
   */
  record Load(int run, int rate, int batchSize, int seconds, int connections, boolean gzip) {
    long batches() {
      return (long) rate * seconds / batchSize;
    }

    /** Nanoseconds from the start at which the event with this number is due. */
    long due(long event) {
      return event / batchSize * batchSize * 1_000_000_000L / rate;
    }
  }

  LoadGenerator(URI api, String writeKey, List<BatchTemplate> templates, Load load) {
    this.api = api;
    this.writeKey = writeKey;
    this.templates = templates;
    this.load = load;
    this.head =
        """
        POST /v1/batch HTTP/1.1\r
        Host: %s\r
        Authorization: Bearer %s\r
        Content-Type: application/json\r
        %s\
        """
            .formatted(
                api.getAuthority(), writeKey, load.gzip() ? "Content-Encoding: gzip\r\n" : "")
            .getBytes(StandardCharsets.US_ASCII);
  }

  long acknowledged() {
    return acknowledged.sum();
  }

  long retries() {
    return retries.sum();
  }

  /** Returns when every batch is acknowledged. */
  void run(long startNanos) throws Exception {
    AtomicLong next = new AtomicLong();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<?>> connections = new ArrayList<>();
      for (int i = 0; i < load.connections(); i++) {
        connections.add(
            threads.submit(() -> {
              work(next, startNanos);
              return null;
            }));
      }
      for (Future<?> connection : connections) {
        connection.get();
      }
    }
  }

  private void work(AtomicLong next, long startNanos) throws InterruptedException {
    try (GzipBody gzip = new GzipBody()) {
      work(next, startNanos, gzip);
    }
  }

  private void work(AtomicLong next, long startNanos, GzipBody gzip) throws InterruptedException {
    Connection connection = null;
    for (long batch = next.getAndIncrement();
        batch < load.batches();
        batch = next.getAndIncrement()) {
      long firstEvent = batch * load.batchSize();
      long wait = startNanos + load.due(firstEvent) - System.nanoTime();
      if (wait > 0) {
        TimeUnit.NANOSECONDS.sleep(wait);
      }
      BatchTemplate template = templates.get((int) (batch % templates.size()));
      while (true) {
        long pause = RETRY_MILLIS;
        try {
          if (connection == null) {
            connection = new Connection();
          }
          byte[] body = template.fill(load.run(), firstEvent, Instant.now());
          int status = connection.post(load.gzip() ? gzip.of(body) : body);
          if (status == 200) {
            break;
          }
          if (status != 429 && status < 500) {
            throw new IllegalStateException("the collector refused a batch with " + status);
          }
          pause = Math.max(pause, connection.retryAfterMillis);
        } catch (IOException broken) {
          connection = null;
        }
        retries.increment();
        TimeUnit.MILLISECONDS.sleep(pause);
      }
      acknowledged.add(load.batchSize());
    }
    if (connection != null) {
      connection.close();
    }
  }

  /** HTTP/1.1, one request at a time, and of the answers no more than a sender needs. */
  private final class Connection {
    private final Socket socket = new Socket();
    private final InputStream in;
    private final OutputStream out;
    private long retryAfterMillis;

    Connection() throws IOException {
      socket.setTcpNoDelay(true);
      socket.connect(new InetSocketAddress(api.getHost(), api.getPort()), 5_000);
      socket.setSoTimeout(30_000);
      in = new BufferedInputStream(socket.getInputStream(), 16_384);
      out = socket.getOutputStream();
    }

    int post(byte[] body) throws IOException {
      byte[] rest =
          "Content-Length: %d\r\n\r\n".formatted(body.length).getBytes(StandardCharsets.US_ASCII);
      byte[] request = new byte[head.length + rest.length + body.length];
      System.arraycopy(head, 0, request, 0, head.length);
      System.arraycopy(rest, 0, request, head.length, rest.length);
      System.arraycopy(body, 0, request, head.length + rest.length, body.length);
      out.write(request);
      return answer();
    }

    private int answer() throws IOException {
      int status = Integer.parseInt(line().split(" ", -1)[1]);
      int length = 0;
      retryAfterMillis = 0;
      for (String header = line(); !header.isEmpty(); header = line()) {
        String lower = header.toLowerCase(Locale.ROOT);
        if (lower.startsWith("content-length:")) {
          length = Integer.parseInt(lower.substring("content-length:".length()).strip());
        } else if (lower.startsWith("retry-after:")) {
          retryAfterMillis =
              1_000 * Long.parseLong(lower.substring("retry-after:".length()).strip());
        }
      }
      in.skipNBytes(length);
      return status;
    }

    private String line() throws IOException {
      StringBuilder line = new StringBuilder(64);
      for (int c = in.read(); c != '\n'; c = in.read()) {
        if (c < 0) {
          throw new IOException("the collector closed the connection");
        }
        if (c != '\r') {
          line.append((char) c);
        }
      }
      return line.toString();
    }

    void close() {
      try {
        socket.close();
      } catch (IOException alreadyGone) {
        // Nothing is under way any more.
      }
    }
  }
}
