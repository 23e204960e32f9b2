package metricflow.streaming.step;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import metricflow.bus.EventBatch;
import metricflow.bus.EventBatchCodec;
import metricflow.bus.Topics;
import metricflow.event.BatchParser;
import metricflow.event.Event;
import metricflow.event.EventLimits;
import metricflow.event.Verdict;
import metricflow.live.LiveDimensions;
import metricflow.streaming.retry.RetryLog;
import org.apache.commons.io.FileUtils;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/**
 * The stream's steps on one thread, an event the unit. Events are the lines of the file that {@code
 * metricflow.bench.events} names: {@code ./metricflow bench micro} runs it.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
public class OnePassBenchmark {
  private static final int EVENTS = 20_000;
  private static final int EVENTS_PER_BATCH = 20;
  private static final LiveDimensions DIMENSIONS = new LiveDimensions(List.of());

  private final List<byte[]> lines = new ArrayList<>();
  private final List<Event> events = new ArrayList<>();
  private final List<byte[]> records = new ArrayList<>();
  private final List<Row> rows = new ArrayList<>();
  private final ObjectMapper json = new ObjectMapper();
  private Path lake;
  private RetryLog retries;

  /** Reads the events and makes records of 20 of them. */
  @Setup
  public void read() throws IOException {
    BatchParser parser = new BatchParser(EventLimits.defaults().forBackfill());
    for (String line : Files.readAllLines(Path.of(System.getProperty("metricflow.bench.events")))) {
      byte[] bytes = line.getBytes(StandardCharsets.UTF_8);
      if (events.size() < EVENTS
          && parser.parseEvent(bytes, System.currentTimeMillis())
              instanceof Verdict.Accepted good) {
        lines.add(bytes);
        events.add(good.event());
      }
    }
    if (events.size() < EVENTS) {
      throw new IllegalStateException("the file has less than " + EVENTS + " events");
    }
    for (int from = 0; from < EVENTS; from += EVENTS_PER_BATCH) {
      List<Event> some = events.subList(from, from + EVENTS_PER_BATCH);
      long receivedAt = some.getLast().eventTime() + 100;
      byte[] record =
          EventBatchCodec.encode(
              new EventBatch(1, new UUID(1, from), receivedAt - 50, receivedAt, some));
      records.add(record);
      rows.add(RowFactory.create(Topics.EVENTS, record, 0));
    }
    lake = Files.createTempDirectory("metricflow-bench-");
    retries =
        new RetryLog(lake + "/retries", new Configuration(), 256 << 20, System::currentTimeMillis);
  }

  /** Removes the files written. */
  @TearDown(Level.Iteration)
  public void clean() throws IOException {
    FileUtils.cleanDirectory(lake.toFile());
  }

  /** Bus records to events. */
  @Benchmark
  @OperationsPerInvocation(EVENTS)
  public long decode() {
    long times = 0;
    for (byte[] record : records) {
      for (Event event : EventBatchCodec.decode(record).events()) {
        times += event.eventTime();
      }
    }
    return times;
  }

  /** The peer of {@link #decode}: JSON on the bus, read into Jackson's tree. */
  @Benchmark
  @OperationsPerInvocation(EVENTS)
  public long decodePeerJacksonTree() throws IOException {
    long fields = 0;
    for (byte[] line : lines) {
      JsonNode tree = json.readTree(line);
      fields += tree.size();
    }
    return fields;
  }

  /** Live counters, without funnels. */
  @Benchmark
  @OperationsPerInvocation(EVENTS)
  public ProjectFold fold() {
    ProjectFold fold = new ProjectFold();
    for (Event event : events) {
      fold.add(event, DIMENSIONS, List.of());
    }
    return fold;
  }

  /** The whole pass of a task: decode, recognise repeats, write Parquet, fold. */
  @Benchmark
  @OperationsPerInvocation(EVENTS)
  public TaskResult onePass() throws IOException {
    TaskResult result =
        new OnePass(lake.toString(), retries.plan(1), DIMENSIONS, Map.of())
            .call(rows.iterator())
            .next();
    if (result.events() != EVENTS) {
      throw new IllegalStateException("of %d events %d".formatted(EVENTS, result.events()));
    }
    return result;
  }
}
