package metricflow.tests.bench;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import metricflow.live.LiveKeys;
import metricflow.table.Tables;

/** The systems that are given the same backlog: how each is started, and where its results are. */
enum DrainedSystem {
  OURS("ours") {
    @Override
    List<String> command(Map<String, String> environment, Path folder, int linesPerRecord) {
      return List.of(
          environment.get("METRICFLOW_COMMAND"),
          "start",
          "streaming",
          "--instance",
          environment.get("METRICFLOW_INSTANCE"));
    }

    @Override
    String minuteKey(long epochMinute) {
      return new LiveKeys(Backlog.PROJECT).minute(epochMinute);
    }

    @Override
    Path events(Map<String, String> environment) {
      return Path.of(environment.get("METRICFLOW_LAKE"), Tables.EVENTS.name());
    }
  },

  SPARK("stock Spark") {
    @Override
    List<String> command(Map<String, String> environment, Path folder, int linesPerRecord)
        throws IOException {
      Path table = folder.resolve("table.sql");
      // Our columns and table settings, but no constraints to check: a stock job has none.
      Files.writeString(table, Tables.EVENTS.createSql(folder.toString()).replace(" NOT NULL", ""));
      List<String> command =
          java(environment.get("JAVA"), folder, environment.get("METRICFLOW_PEER_SPARK"));
      command.add("metricflow.peers.spark.SparkPeer");
      command.addAll(places(environment, folder, "peers:spark:"));
      command.addAll(
          List.of(
              table.toString(),
              Integer.toString(EVENTS_PER_MICRO_BATCH / linesPerRecord),
              Integer.toString(linesPerRecord)));
      return command;
    }

    @Override
    String minuteKey(long epochMinute) {
      return "peers:spark:minute:" + epochMinute;
    }
  },

  FLINK("Flink") {
    @Override
    List<String> command(Map<String, String> environment, Path folder, int linesPerRecord) {
      List<String> command =
          java(
              environment.get("METRICFLOW_PEER_JAVA_17"),
              folder,
              environment.get("METRICFLOW_PEER_FLINK"));
      command.add("metricflow.peers.flink.FlinkPeer");
      command.addAll(places(environment, folder, "peers:flink:"));
      return command;
    }

    @Override
    String minuteKey(long epochMinute) {
      return "peers:flink:minute:" + epochMinute;
    }
  };

  /** What our job takes at most by default: 20,000 records of batches of 20. */
  private static final int EVENTS_PER_MICRO_BATCH = 400_000;

  private final String title;

  DrainedSystem(String title) {
    this.title = title;
  }

  String title() {
    return title;
  }

  String id() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The command that starts it; {@code folder} is its own. */
  abstract List<String> command(Map<String, String> environment, Path folder, int linesPerRecord)
      throws IOException;

  /** Redis hash of a minute's counters. */
  abstract String minuteKey(long epochMinute);

  /** A folder of its own beside the lake. */
  Path folder(Map<String, String> environment) {
    return Path.of(environment.get("METRICFLOW_LAKE")).resolveSibling("peer-" + id());
  }

  /** Where its Parquet files of events are. */
  Path events(Map<String, String> environment) {
    return folder(environment).resolve(Tables.EVENTS.name());
  }

  /** What it says. */
  Path log(Map<String, String> environment) {
    return Path.of(environment.get("METRICFLOW_LOGS"), "peer-" + id() + ".log");
  }

  /** Starts it and returns the process that does the work. */
  ProcessHandle start(Map<String, String> environment, int linesPerRecord)
      throws IOException, InterruptedException {
    Path folder = Files.createDirectories(folder(environment));
    File log = log(environment).toFile();
    Process started =
        new ProcessBuilder(command(environment, folder, linesPerRecord))
            .redirectErrorStream(true)
            .redirectOutput(log)
            .start();
    if (this != OURS) {
      return started.toHandle();
    }
    // The command waits for health, and meanwhile the job is at work already.
    Path pids = Path.of(environment.get("METRICFLOW_LOGS")).resolveSibling("pids");
    while (!Files.exists(pids.resolve("streaming.pid"))
        || Files.size(pids.resolve("streaming.pid")) == 0) {
      if (!started.isAlive() && started.exitValue() != 0) {
        throw new IllegalStateException("our job did not start; see " + log);
      }
      TimeUnit.MILLISECONDS.sleep(50);
    }
    return ProcessHandle.of(ComponentUse.pid(pids, "streaming")).orElseThrow();
  }

  private static List<String> java(String java, Path folder, String argumentFile) {
    return new ArrayList<>(
        List.of(java, "@" + argumentFile, "-Djava.io.tmpdir=" + folder.toAbsolutePath()));
  }

  private static List<String> places(
      Map<String, String> environment, Path folder, String keyPrefix) {
    List<String> redis = Arrays.asList(environment.get("METRICFLOW_REDIS").split(":", 2));
    return List.of(
        environment.get("METRICFLOW_KAFKA"),
        Backlog.LINES_TOPIC,
        redis.get(0),
        redis.get(1),
        keyPrefix,
        folder.toString());
  }
}
