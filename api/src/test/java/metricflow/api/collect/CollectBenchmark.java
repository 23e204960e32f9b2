package metricflow.api.collect;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import metricflow.bus.EventBatch;
import metricflow.bus.EventBatchCodec;
import metricflow.event.BatchParser;
import metricflow.event.Event;
import metricflow.event.EventLimits;
import metricflow.event.Verdict;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/**
 * The collector's steps on one thread, an event the unit, in bodies of 20 events without country
 * and device. Events are the lines of the file that {@code metricflow.bench.events} names: {@code
 * ./metricflow bench micro} runs it.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
public class CollectBenchmark {
  private static final int EVENTS = 2_000;
  private static final int EVENTS_PER_BATCH = 20;
  private static final List<String> USER_AGENTS =
      List.of(
          "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko)"
              + " Chrome/126.0.0.0 Safari/537.36",
          "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like"
              + " Gecko) Version/17.5 Mobile/15E148 Safari/604.1",
          "Mozilla/5.0 (X11; Linux x86_64; rv:127.0) Gecko/20100101 Firefox/127.0");

  private final BatchParser parser = new BatchParser(EventLimits.defaults());
  private final ObjectMapper json = new ObjectMapper();
  private final List<byte[]> bodies = new ArrayList<>();
  private final List<EventBatch> batches = new ArrayList<>();
  private final List<CollectRequest> requests = new ArrayList<>();
  private long receivedAt;
  private Enricher enricher;

  /** Reads the events and makes bodies of 20 of them. */
  @Setup
  public void read() throws IOException, URISyntaxException {
    Path database = Path.of(CollectBenchmark.class.getResource("countries.mmdb").toURI());
    enricher = new Enricher(new UserAgents(), Countries.in(database, System::nanoTime));
    List<JsonNode> events = new ArrayList<>();
    try (Stream<String> lines =
        Files.lines(Path.of(System.getProperty("metricflow.bench.events")))) {
      for (String line : lines.limit(EVENTS).toList()) {
        ObjectNode event = (ObjectNode) json.readTree(line);
        events.add(event.remove(List.of("country", "device", "browser", "os")));
      }
    }
    // As of the events, so that none is too old.
    receivedAt = Instant.parse(events.getLast().path("event_time").asText()).toEpochMilli();
    for (int from = 0; from < EVENTS; from += EVENTS_PER_BATCH) {
      ObjectNode body = json.createObjectNode().put("sent_at", receivedAt);
      ArrayNode batch = body.putArray("batch");
      events.subList(from, from + EVENTS_PER_BATCH).forEach(batch::add);
      bodies.add(json.writeValueAsBytes(body));
      batches.add(new EventBatch(1, new UUID(1, from), receivedAt, receivedAt, parsed(from)));
      requests.add(request(from / EVENTS_PER_BATCH));
    }
  }

  private List<Event> parsed(int from) {
    return parser.parse(bodies.get(from / EVENTS_PER_BATCH), receivedAt).verdicts().stream()
        .map(verdict -> ((Verdict.Accepted) verdict).event())
        .toList();
  }

  private CollectRequest request(int number) {
    return new CollectRequest(
        new UUID(1, number),
        receivedAt,
        null,
        null,
        -1,
        InetAddress.ofLiteral("192.0.2." + number % 256),
        null,
        USER_AGENTS.get(number % USER_AGENTS.size()),
        InputStream.nullInputStream());
  }

  /** Bodies to verdicts: parse and validate. */
  @Benchmark
  @OperationsPerInvocation(EVENTS)
  public long validate() {
    long verdicts = 0;
    for (byte[] body : bodies) {
      verdicts += parser.parse(body, receivedAt).verdicts().size();
    }
    return verdicts;
  }

  /** The peer of {@link #validate}: the bodies in Jackson's tree, nothing checked. */
  @Benchmark
  @OperationsPerInvocation(EVENTS)
  public long validatePeerJacksonTree() throws IOException {
    long events = 0;
    for (byte[] body : bodies) {
      events += json.readTree(body).path("batch").size();
    }
    return events;
  }

  /** Device, browser and system by User-Agent, country by address. */
  @Benchmark
  @OperationsPerInvocation(EVENTS)
  public int enrich() {
    int known = 0;
    for (int i = 0; i < batches.size(); i++) {
      UnaryOperator<Event> enriched = enricher.of(requests.get(i));
      for (Event event : batches.get(i).events()) {
        known += enriched.apply(event).country() == null ? 0 : 1;
      }
    }
    return known;
  }

  /** Batches to bus records. */
  @Benchmark
  @OperationsPerInvocation(EVENTS)
  public long encode() {
    long bytes = 0;
    for (EventBatch batch : batches) {
      bytes += EventBatchCodec.encode(batch).length;
    }
    return bytes;
  }
}
