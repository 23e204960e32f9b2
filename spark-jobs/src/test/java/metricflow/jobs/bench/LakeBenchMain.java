package metricflow.jobs.bench;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import metricflow.jobs.EventRows;
import metricflow.jobs.Lake;
import metricflow.jobs.Progress;
import metricflow.jobs.SparkSessions;
import metricflow.table.Tables;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.InternalRow;

/**
 * {@code generate LAKE REPORT EVENTS DAYS LAST_DAY SEED} fills a lake with about that many events;
 * interrupted, it goes on where it was. {@code columns LAKE REPORT} only writes the report: what
 * each column of the events takes and the size of each table.
 */
public final class LakeBenchMain {
  private static final long EVENTS_OF_A_TASK = 400_000;
  private static final long EVENTS_OF_A_COMMIT = 4_000_000;

  private final Lake lake;

  private LakeBenchMain(Lake lake) {
    this.lake = lake;
  }

  /** See the class. */
  public static void main(String[] arguments) throws IOException {
    try (SparkSession spark =
        SparkSessions.open(
            System.getenv().getOrDefault("METRICFLOW_SPARK_MASTER", "local[*]"),
            "metricflow bench")) {
      // The days of a task are few: a writer open for each is cheaper than sorting.
      spark.conf().set("spark.sql.maxConcurrentOutputFileWriters", "4");
      LakeBenchMain bench = new LakeBenchMain(new Lake(spark, arguments[1], Clock.systemUTC()));
      switch (arguments[0]) {
        case "generate" ->
            bench.generate(
                Long.parseLong(arguments[3]),
                Integer.parseInt(arguments[4]),
                LocalDate.parse(arguments[5]),
                Long.parseLong(arguments[6]));
        case "columns" -> {}
        default -> throw new IllegalArgumentException("no such command: " + arguments[0]);
      }
      try (PrintStream report = new PrintStream(arguments[2], StandardCharsets.UTF_8)) {
        new LakeBytes(bench.lake).print(report);
      }
    }
  }

  private void generate(long events, int days, LocalDate lastDay, long seed) {
    Tables.all().forEach(lake::ensure);
    try (Progress progress = new Progress(lake.spark(), "generate", System.out)) {
      People people = new People(events, days, seed);
      int firstDay = (int) lastDay.toEpochDay() - days + 1;
      int parts = (int) Math.clamp(events / days / EVENTS_OF_A_TASK, 1, GeneratedDay.PARTS_AT_MOST);
      int together = (int) Math.clamp(EVENTS_OF_A_COMMIT * days / events, 1, days);
      String identity = "generated:%d:%d:%d".formatted(events, days, seed);
      for (int from = 0; from < days; from += together) {
        int to = Math.min(days, from + together);
        progress.step(
            String.format(
                Locale.ROOT,
                "days %d to %d of %d, %,d persons",
                from + 1,
                to,
                days,
                people.persons()));
        lake.appendOnce(
            Tables.EVENTS,
            EventRows.dataFrame(
                lake.spark(), rows(people, firstDay, from, to, parts), Lake.schema(Tables.EVENTS)),
            identity,
            from);
      }
    }
  }

  private JavaRDD<InternalRow> rows(People people, int firstDay, int from, int to, int parts) {
    List<int[]> tasks = new ArrayList<>();
    for (int day = from; day < to; day++) {
      for (int part = 0; part < parts; part++) {
        tasks.add(new int[] {day, part});
      }
    }
    return JavaSparkContext.fromSparkContext(lake.spark().sparkContext())
        .parallelize(tasks, tasks.size())
        .mapPartitions(task -> {
          int[] dayAndPart = task.next();
          return new GeneratedDay(people, firstDay, dayAndPart[0], dayAndPart[1], parts);
        });
  }
}
