package metricflow.streaming;

import io.delta.kernel.Operation;
import io.delta.kernel.Snapshot;
import io.delta.kernel.TableManager;
import io.delta.kernel.data.Row;
import io.delta.kernel.defaults.engine.DefaultEngine;
import io.delta.kernel.engine.Engine;
import io.delta.kernel.hook.PostCommitHook;
import io.delta.kernel.internal.util.Utils;
import io.delta.kernel.utils.CloseableIterable;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import metricflow.bus.EventBatch;
import metricflow.event.Event;
import metricflow.event.EventIds;
import metricflow.streaming.sink.CheckpointsAtOnce;
import metricflow.streaming.sink.DeltaSink;
import metricflow.streaming.sink.EventRow;
import metricflow.streaming.sink.LakeFileWriter;
import metricflow.streaming.sink.RowLayout;
import metricflow.streaming.sink.TableCare;
import metricflow.streaming.upkeep.TableUpkeep;
import metricflow.table.Tables;
import org.apache.hadoop.conf.Configuration;

/**
 * Today's micro-batches into the events table as fast as they can be written and committed, for
 * {@code ./metricflow bench planning}. Commands on standard input: {@code write N} writes N
 * micro-batches and answers with a line of figures, {@code live} writes one each second until the
 * next command, {@code hours N} passes N hours of the day: a commit for each minute, as large as
 * the file that the minute's micro-batches are merged into.
 *
 * <p>A day passes in minutes, so the table's retention, which counts by the clock, is shortened in
 * the same measure: what is kept is what a day at one commit a second keeps.
 */
public final class SimulatedDay {
  private static final int COMMITS_TO_FIND_THE_PACE = 1_000;
  private static final List<String> NAMES =
      List.of("page_view", "page_view", "page_view", "click", "sign_up", "purchase");

  private final String lake;
  private final int rows;
  private final Configuration hadoop = new Configuration();
  private final Engine engine = DefaultEngine.create(hadoop);
  private final TimedCare care;
  private final DeltaSink sink;
  private final String queryId = UUID.randomUUID().toString();
  private final long midnight =
      LocalDate.now(ZoneOffset.UTC).atStartOfDay().toInstant(ZoneOffset.UTC).toEpochMilli();
  private long batch;
  private boolean paced;

  private SimulatedDay(String lake, int rows, boolean merging) throws IOException {
    this.lake = lake;
    this.rows = rows;
    this.care =
        new TimedCare(
            merging
                ? TableUpkeep.onCommit(RowLayout.events(), lake, hadoop, Clock.systemUTC())
                : new CheckpointsAtOnce(engine));
    this.sink = new DeltaSink(RowLayout.events(), lake, hadoop, care);
  }

  /** Arguments: the lake's folder, rows a micro-batch, whether to merge small files. */
  public static void main(String[] arguments) throws IOException, InterruptedException {
    SimulatedDay day =
        new SimulatedDay(
            arguments[0], Integer.parseInt(arguments[1]), Boolean.parseBoolean(arguments[2]));
    BufferedReader commands =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    for (String command = commands.readLine(); command != null; command = commands.readLine()) {
      if (command.startsWith("write ")) {
        System.out.println(day.write(Integer.parseInt(command.substring(6))));
      } else if (command.startsWith("hours ")) {
        System.out.println(day.pass(Integer.parseInt(command.substring(6))));
      } else if (command.equals("live")) {
        while (!commands.ready()) {
          day.commit(1);
          TimeUnit.SECONDS.sleep(1);
        }
      }
    }
  }

  private String pass(int hours) throws IOException {
    long start = System.nanoTime();
    care.nanos = 0;
    for (int minute = 0; minute < hours * 60; minute++) {
      commit(60);
    }
    return figures(start);
  }

  private String write(int commits) throws IOException {
    long start = System.nanoTime();
    care.nanos = 0;
    for (int i = 1; i <= commits; i++) {
      commit(1);
      if (i == COMMITS_TO_FIND_THE_PACE && !paced) {
        keepAsInADay(1e9 * i / (System.nanoTime() - start));
        paced = true;
      }
    }
    return figures(start);
  }

  private String figures(long start) {
    double seconds = (System.nanoTime() - start) / 1e9;
    return "commits_count=%d seconds=%.3f care_seconds=%.3f"
        .formatted(batch, seconds, care.nanos / 1e9);
  }

  /** A second of the day becomes 1 / {@code commitsPerSecond} seconds of the clock. */
  private void keepAsInADay(double commitsPerSecond) {
    Map<String, String> shortened = new HashMap<>();
    for (String property :
        List.of("delta.deletedFileRetentionDuration", "delta.logRetentionDuration")) {
      String[] words = Tables.EVENTS.properties().get(property).split(" ");
      long seconds =
          Long.parseLong(words[1])
              * (words[2].startsWith("day") ? 86_400 : words[2].startsWith("hour") ? 3_600 : 1);
      shortened.put(
          property,
          "interval %d milliseconds".formatted((long) (seconds * 1e3 / commitsPerSecond)));
    }
    load()
        .buildUpdateTableTransaction("SimulatedDay", Operation.MANUAL_UPDATE)
        .withTablePropertiesAdded(shortened)
        .build(engine)
        .commit(
            engine,
            CloseableIterable.inMemoryIterable(
                Utils.toCloseableIterator(List.<Row>of().iterator())));
    // A micro-batch that does not know of a change of properties is refused.
    care.newer = Optional.of(load());
  }

  private Snapshot load() {
    return TableManager.loadSnapshot(Tables.EVENTS.location(lake)).build(engine);
  }

  private void commit(int microBatches) throws IOException {
    LakeFileWriter<EventRow> writer = new LakeFileWriter<>(RowLayout.events(), lake, hadoop);
    for (int i = 0; i < microBatches; i++) {
      write(batch++, writer);
    }
    sink.commit(queryId, batch, writer.close());
  }

  private void write(long microBatch, LakeFileWriter<EventRow> writer) throws IOException {
    long time = midnight + Math.min(microBatch, 86_399) * 1000;
    List<Event> events = new ArrayList<>(rows);
    for (int i = 0; i < rows; i++) {
      events.add(event(microBatch * rows + i, time + i));
    }
    EventBatch received = new EventBatch(1, new UUID(7, microBatch), time + 20, time + 40, events);
    for (Event event : events) {
      writer.write(new EventRow(received, event));
    }
  }

  private static Event event(long number, long time) {
    long visitor = number * 7919 % 20_000;
    return new Event(
        EventIds.timeOrdered(time),
        NAMES.get((int) (number % NAMES.size())),
        "visitor-" + visitor,
        "device-" + visitor,
        "session-" + visitor + "-" + time / 1_800_000,
        (int) (number & 1023),
        time,
        time,
        "shop.example",
        "/p/" + number % 50,
        null,
        null,
        null,
        null,
        number % 3 == 0 ? "DE" : "FR",
        "mobile",
        "Chrome",
        "Android",
        null,
        "js/1",
        "{\"amount\":" + number % 97 + "}",
        null);
  }

  /** Measures what the care of the table takes. */
  private static final class TimedCare implements TableCare {
    private final TableCare care;
    private Optional<Snapshot> newer = Optional.empty();
    private long nanos;

    TimedCare(TableCare care) {
      this.care = care;
    }

    @Override
    public void committed(List<PostCommitHook> hooks, int files) {
      long start = System.nanoTime();
      care.committed(hooks, files);
      nanos += System.nanoTime() - start;
    }

    @Override
    public Optional<Snapshot> newerSnapshot() {
      Optional<Snapshot> once = newer;
      newer = Optional.empty();
      return once.isPresent() ? once : care.newerSnapshot();
    }
  }
}
