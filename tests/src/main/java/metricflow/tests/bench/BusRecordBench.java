package metricflow.tests.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.LongSupplier;
import metricflow.bus.EventBatch;
import metricflow.bus.EventBatchCodec;
import metricflow.event.BatchParser;
import metricflow.event.Event;
import metricflow.event.EventLimits;
import metricflow.event.Verdict;
import metricflow.tests.simulation.Histories;

/**
 * What a binary bus record is worth: the same simulated events as {@link EventBatchCodec} records
 * and as JSON lines read with Jackson's streaming parser, in turns, on one core.
 */
public final class BusRecordBench {
  private static final int EVENTS_PER_BATCH = 20;
  private static final int ROUNDS = 9;

  private final List<byte[]> lines;
  private final List<EventBatch> batches = new ArrayList<>();
  private final List<byte[]> records = new ArrayList<>();
  private final BatchParser parser = new BatchParser(EventLimits.defaults().forBackfill());

  private BusRecordBench(List<byte[]> lines) {
    this.lines = lines;
    List<Event> events = new ArrayList<>();
    for (byte[] line : lines) {
      if (parser.parseEvent(line, System.currentTimeMillis()) instanceof Verdict.Accepted good) {
        events.add(good.event());
      }
    }
    for (int from = 0; from + EVENTS_PER_BATCH <= events.size(); from += EVENTS_PER_BATCH) {
      List<Event> some = events.subList(from, from + EVENTS_PER_BATCH);
      long receivedAt = some.getLast().eventTime() + 100;
      batches.add(new EventBatch(1, new UUID(1, from), receivedAt - 50, receivedAt, some));
      records.add(EventBatchCodec.encode(batches.getLast()));
    }
  }

  /** {@code --json FILE} also writes the figures flat. */
  public static void main(String[] arguments) throws IOException {
    if (arguments.length != 0 && !(arguments.length == 2 && arguments[0].equals("--json"))) {
      System.err.println("usage: bus-record [--json FILE]");
      System.exit(2);
    }
    Map<String, Object> figures = new BusRecordBench(simulated()).run();
    if (arguments.length == 2) {
      new ObjectMapper()
          .writerWithDefaultPrettyPrinter()
          .writeValue(Path.of(arguments[1]).toFile(), figures);
    }
  }

  private static List<byte[]> simulated() throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    Histories.write(Instant.parse("2026-11-24T00:00:00Z"), 1, 100_000, 1, out);
    return Arrays.stream(out.toString(StandardCharsets.UTF_8).split("\n", -1))
        .filter(line -> !line.isEmpty())
        .map(line -> line.getBytes(StandardCharsets.UTF_8))
        .toList();
  }

  private Map<String, Object> run() {
    double[] decodeRecords = new double[ROUNDS];
    double[] decodeLines = new double[ROUNDS];
    double[] encodeRecords = new double[ROUNDS];
    for (int round = 0; round < ROUNDS; round++) {
      Progress.show("round %d of %d", round + 1, ROUNDS);
      decodeRecords[round] =
          eventsPerSecond(batches.size() * EVENTS_PER_BATCH, this::decodeRecords);
      decodeLines[round] = eventsPerSecond(lines.size(), this::decodeLines);
      encodeRecords[round] =
          eventsPerSecond(batches.size() * EVENTS_PER_BATCH, this::encodeRecords);
    }
    double recordBytes = bytesPerEvent(records, batches.size() * EVENTS_PER_BATCH);
    double lineBytes = bytesPerEvent(lines, lines.size());
    double ours = median(decodeRecords);
    double peer = median(decodeLines);
    Progress.done();
    System.out.printf(
        """
        %,d simulated events, batches of %d, one core, median of %d rounds

                              bus record    JSON lines    ratio
        bytes an event        %10.0f    %10.0f    %5.2f
        decoded, events/s     %,10.0f    %,10.0f    %5.2f
        encoded, events/s     %,10.0f             -        -
        """,
        lines.size(),
        EVENTS_PER_BATCH,
        ROUNDS,
        recordBytes,
        lineBytes,
        recordBytes / lineBytes,
        ours,
        peer,
        ours / peer,
        median(encodeRecords));
    Map<String, Object> figures = new LinkedHashMap<>();
    figures.put("events_count", lines.size());
    figures.put("bus_record_bytes_per_event", recordBytes);
    figures.put("json_lines_bytes_per_event", lineBytes);
    figures.put("bus_record_decoded_events_per_second", ours);
    figures.put("json_lines_decoded_events_per_second", peer);
    figures.put("bus_record_encoded_events_per_second", median(encodeRecords));
    figures.put("decoded_ratio", ours / peer);
    return figures;
  }

  private long decodeRecords() {
    long times = 0;
    for (byte[] each : records) {
      for (Event event : EventBatchCodec.decode(each).events()) {
        times += event.eventTime();
      }
    }
    return times;
  }

  private long decodeLines() {
    long times = 0;
    for (byte[] line : lines) {
      if (parser.parseEvent(line, Long.MAX_VALUE / 4) instanceof Verdict.Accepted good) {
        times += good.event().eventTime();
      }
    }
    return times;
  }

  private long encodeRecords() {
    long bytes = 0;
    for (EventBatch batch : batches) {
      bytes += EventBatchCodec.encode(batch).length;
    }
    return bytes;
  }

  private static double eventsPerSecond(int events, LongSupplier pass) {
    long start = System.nanoTime();
    if (pass.getAsLong() == 0) {
      throw new IllegalStateException("nothing was decoded");
    }
    return events * 1e9 / (System.nanoTime() - start);
  }

  private static double bytesPerEvent(List<byte[]> parts, int events) {
    return parts.stream().mapToLong(part -> part.length).sum() / (double) events;
  }

  private static double median(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    return sorted[sorted.length / 2];
  }
}
