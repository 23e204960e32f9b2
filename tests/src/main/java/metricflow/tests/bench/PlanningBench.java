package metricflow.tests.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import metricflow.tests.bench.DayWriter.Written;
import metricflow.tests.bench.TimedQueries.Taken;

/**
 * How long Trino plans a query over today after so many micro-batch commits, while a new commit
 * arrives each second. The commits are the stream's own code, as fast as it goes.
 */
public final class PlanningBench {
  private static final int ROUNDS = 15;
  private static final String TODAY = " FROM tables.events WHERE event_date = current_date";
  private static final List<String> QUERIES =
      List.of(
          "SELECT event, count(*)" + TODAY + " GROUP BY event",
          "SELECT count(DISTINCT distinct_id)" + TODAY,
          "SELECT count(*)" + TODAY + " AND project_id = 1 AND event = 'purchase'",
          "SELECT country, count(DISTINCT person_id) FROM analytics.events"
              + " WHERE event_date = current_date AND project_id = 1 GROUP BY country");

  private final long commits;
  private final long rows;
  private final long mergedHours;
  private final String label;
  private final Map<String, Object> figures = new LinkedHashMap<>();

  private PlanningBench(long commits, long rows, long mergedHours, String label) {
    this.commits = commits;
    this.rows = rows;
    this.mergedHours = mergedHours;
    this.label = label;
  }

  /**
   * Arguments: number of commits, rows a commit, {@code true} to merge small files, the file the
   * figures go to or {@code -}, hours of the day that begin as merged to minutes, and the java call
   * that starts the simulated day.
   */
  public static void main(String[] arguments) throws IOException, SQLException {
    boolean merging = Boolean.parseBoolean(arguments[2]);
    PlanningBench bench =
        new PlanningBench(
            Long.parseLong(arguments[0]),
            Long.parseLong(arguments[1]),
            Long.parseLong(arguments[4]),
            merging ? "merged" : "unmerged");
    String lake = System.getenv("METRICFLOW_LAKE");
    List<String> writer = new ArrayList<>(Arrays.asList(arguments).subList(5, arguments.length));
    Collections.addAll(writer, lake, arguments[1], arguments[2]);
    bench.run(Path.of(lake, "events"), writer);
    if (!arguments[3].equals("-")) {
      new ObjectMapper()
          .writerWithDefaultPrettyPrinter()
          .writeValue(Path.of(arguments[3]).toFile(), bench.figures);
    }
  }

  private void run(Path table, List<String> command) throws IOException, SQLException {
    System.out.printf(
        "%n%s: %,d commits of %d rows%n%n%9s %9s %9s %9s %9s %11s %10s %9s %14s %14s%n",
        label,
        commits,
        rows,
        "commits",
        "commits/s",
        "care ms",
        "files",
        "log files",
        "log bytes",
        "checkpoint",
        "first ms",
        "planning ms",
        "total ms");
    try (DayWriter day = new DayWriter(command);
        TimedQueries trino = new TimedQueries(System.getenv("METRICFLOW_TRINO"))) {
      long done = mergedHours * 3_600;
      Progress.show("passing %,d hours", mergedHours);
      day.pass(mergedHours);
      for (long stage : stages()) {
        Progress.show("writing %,d commits", stage - done);
        Written written = day.write(stage - done);
        measure(stage, stage - done, written, LogFolder.of(table), day, trino);
        done = stage;
      }
    }
  }

  /** An hour, six hours and a day of commits, as far as they are asked for. */
  private long[] stages() {
    return LongStream.concat(
            LongStream.of(3_600, 21_600, 86_400)
                .filter(stage -> stage > mergedHours * 3_600 && stage < commits),
            LongStream.of(commits))
        .toArray();
  }

  private void measure(
      long stage,
      long commitsOfStage,
      Written written,
      LogFolder log,
      DayWriter day,
      TimedQueries trino)
      throws IOException, SQLException {
    long files =
        ((Number) trino.ask("SELECT count(DISTINCT \"$path\")" + TODAY).value()).longValue();
    long events = ((Number) trino.ask("SELECT count(*)" + TODAY).value()).longValue();
    // Micro-batches that came while the stage before was measured are there too.
    if (events < stage * rows || events % rows != 0) {
      throw new IllegalStateException(
          "%d commits of %d rows, and %d rows are there".formatted(stage, rows, events));
    }
    day.live();
    long first = trino.ask(QUERIES.getFirst()).planning();
    List<Taken> taken = new ArrayList<>();
    for (int round = 0; round < ROUNDS; round++) {
      Progress.show("asking, round %d of %d", round + 1, ROUNDS);
      for (String query : QUERIES) {
        taken.add(trino.ask(query));
      }
    }
    long[] planning = taken.stream().mapToLong(Taken::planning).sorted().toArray();
    long[] total = taken.stream().mapToLong(Taken::total).sorted().toArray();
    double care = 1e3 * written.careSeconds() / commitsOfStage;
    Progress.done();
    System.out.printf(
        "%,9d %9.0f %9.1f %,9d %,9d %,11d %,10d %9d %6d / %5d %6d / %5d%n",
        stage,
        commitsOfStage / written.seconds(),
        care,
        files,
        log.files(),
        log.bytes(),
        log.checkpointBytes(),
        first,
        at(planning, 0.5),
        at(planning, 0.95),
        at(total, 0.5),
        at(total, 0.95));
    String name = label + "_" + stage + "_";
    figures.put(name + "commits_per_second", commitsOfStage / written.seconds());
    figures.put(name + "care_ms_per_commit", care);
    figures.put(name + "files_count", files);
    figures.put(name + "log_files_count", log.files());
    figures.put(name + "log_bytes", log.bytes());
    figures.put(name + "checkpoint_bytes", log.checkpointBytes());
    figures.put(name + "first_planning_ms", first);
    figures.put(name + "planning_p50_ms", at(planning, 0.5));
    figures.put(name + "planning_p95_ms", at(planning, 0.95));
    figures.put(name + "total_p50_ms", at(total, 0.5));
    figures.put(name + "total_p95_ms", at(total, 0.95));
  }

  private static long at(long[] sorted, double share) {
    return sorted[(int) Math.min(sorted.length - 1L, Math.round(share * (sorted.length - 1)))];
  }
}
