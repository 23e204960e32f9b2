package metricflow.jobs;

import static org.apache.spark.sql.functions.expr;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.LocalDate;
import java.util.List;
import java.util.stream.Stream;
import metricflow.table.Table;
import metricflow.table.Tables;
import org.apache.commons.io.FileUtils;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/** A lake in a temporary folder, on the one Spark session of the test run. */
public final class TestLake {
  /** A day long past. */
  public static final LocalDate DAY = LocalDate.of(2026, 3, 14);

  private static final SparkSession SPARK = SparkSessions.open("local[2]", "tests");

  /** Made once and copied, because making tables takes longer than most tests. */
  private static final Path EMPTY = emptyLake();

  private final Lake lake;

  /** A lake of empty tables in {@code folder}. */
  public TestLake(Path folder) {
    try {
      FileUtils.copyDirectory(EMPTY.toFile(), folder.resolve("lake").toFile());
    } catch (IOException unwritable) {
      throw new UncheckedIOException(unwritable);
    }
    lake = new Lake(SPARK, folder.resolve("lake").toString(), Clock.systemUTC());
  }

  private TestLake(Lake lake) {
    this.lake = lake;
  }

  /** A lake that is in {@code folder} already. */
  public static TestLake at(Path folder) {
    return new TestLake(new Lake(SPARK, folder.toString(), Clock.systemUTC()));
  }

  private static Path emptyLake() {
    try {
      Path folder = Files.createTempDirectory("metricflow-empty-lake-");
      Lake empty = new Lake(SPARK, folder.toString(), Clock.systemUTC());
      Tables.all().forEach(empty::ensure);
      FileUtils.forceDeleteOnExit(folder.toFile());
      return folder;
    } catch (IOException unwritable) {
      throw new UncheckedIOException(unwritable);
    }
  }

  /** The lake as jobs see it. */
  public Lake lake() {
    return lake;
  }

  /** Runs a job in silence. */
  public JobReport run(Job job) {
    try (Progress silent =
        new Progress(SPARK, "test", new PrintStream(OutputStream.nullOutputStream()))) {
      return job.run(lake, silent);
    }
  }

  /** Appends rows to {@code events} as the stream would, in one file a day. */
  public void append(Stream<TestEvent> events) {
    List<Row> rows = events.map(TestEvent::row).toList();
    SPARK
        .createDataFrame(rows, Lake.schema(Tables.EVENTS))
        .coalesce(1)
        .write()
        .format("delta")
        .mode("append")
        .save(lake.location(Tables.EVENTS));
  }

  /** Appends rows to {@code events} in one file a day. */
  public void append(TestEvent... events) {
    append(Stream.of(events));
  }

  /** All rows of a table, as JSON, sorted. */
  public List<String> rows(Table table) {
    return lake.read(table).toJSON().collectAsList().stream().sorted().toList();
  }

  /** All events as the view {@code events} shows them once compacted, as JSON, sorted. */
  public List<String> events() {
    return EventIdColumn.whole(lake.read(Tables.EVENTS))
        .withColumn("client_time", expr("coalesce(client_time, event_time)"))
        .withColumn("sent_at", expr("IF(client_time = event_time, NULL, sent_at)"))
        .withColumn("received_at", expr("timestamp_seconds(ceil(unix_millis(received_at) / 1000))"))
        .withColumn(
            "anonymous_id", expr("IF(anonymous_id_left_out = 1, distinct_id, anonymous_id)"))
        .drop("anonymous_id_left_out")
        .toJSON()
        .collectAsList()
        .stream()
        .sorted()
        .toList();
  }

  /** The result of a query in which {@code {events}} and the like stand for the tables. */
  public List<Row> query(String sql) {
    String text = sql;
    for (Table table : Tables.all()) {
      text = text.replace("{" + table.name() + "}", "delta.`" + lake.location(table) + "`");
    }
    return SPARK.sql(text).collectAsList();
  }

  /** The first column of the first row of a query, as a number. */
  public long number(String sql) {
    return ((Number) query(sql).getFirst().get(0)).longValue();
  }

  /** Version of the table's log. */
  public long version(Table table) {
    return lake.log(table).unsafeVolatileSnapshot().version();
  }
}
