package metricflow.jobs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import metricflow.jobs.localfs.ExclusiveLogStore;
import metricflow.jobs.localfs.ForklessFileSystem;
import org.apache.spark.SparkConf;
import org.apache.spark.sql.SparkSession;

/** Starts Spark with Delta the way every job wants it. */
public final class SparkSessions {
  private SparkSessions() {}

  /**
   * A session. Settings given as {@code -Dspark.*} win over these.
   *
   * @param master Spark master, for example {@code local[*]}
   * @param name what the cluster's user interface calls it
   */
  public static SparkSession open(String master, String name) {
    SparkConf given = new SparkConf();
    SparkConf settings =
        new SparkConf()
            .setMaster(withRetries(master))
            .setAppName(name)
            .setIfMissing("spark.sql.extensions", "io.delta.sql.DeltaSparkSessionExtension")
            .setIfMissing(
                "spark.sql.catalog.spark_catalog",
                "org.apache.spark.sql.delta.catalog.DeltaCatalog")
            .setIfMissing("spark.delta.logStore.file.impl", ExclusiveLogStore.class.getName())
            .setIfMissing("spark.hadoop.fs.file.impl", ForklessFileSystem.class.getName())
            .setIfMissing("spark.sql.session.timeZone", "UTC")
            .setIfMissing("spark.ui.enabled", "false")
            .setIfMissing("spark.ui.showConsoleProgress", "false")
            .setIfMissing("spark.sql.warehouse.dir", scratch())
            .setIfMissing("spark.databricks.delta.snapshotPartitions", "2")
            .setIfMissing("spark.sql.autoBroadcastJoinThreshold", "64m")
            // Progress is read from the executors' heartbeats. On a busy machine one of a second is
            // easily late: by default sixty late ones would end the job.
            .setIfMissing("spark.executor.heartbeatInterval", "1s")
            .setIfMissing("spark.executor.heartbeat.maxFailures", "1800");
    FileEncoding.set(settings);
    if (master.startsWith("local")) {
      settings.setIfMissing("spark.driver.host", "127.0.0.1");
      settings.setIfMissing("spark.driver.bindAddress", "127.0.0.1");
    }
    SparkSession spark = SparkSession.builder().config(settings).getOrCreate();
    if (!given.contains("spark.sql.shuffle.partitions")) {
      spark.conf().set("spark.sql.shuffle.partitions", 2L * cores(spark));
    }
    return spark;
  }

  /**
   * In one process a task fails for good at its first failure, also when it only found no memory
   * beside others, as happens in rollups of days of a million persons. Later there is some.
   */
  private static String withRetries(String master) {
    return master.matches("local\\[[^,\\]]+]") ? master.replace("]", ",3]") : master;
  }

  /** Cores the session may use at once. */
  public static int cores(SparkSession spark) {
    return spark.sparkContext().defaultParallelism();
  }

  /** Tables have paths, not names: the warehouse stays empty, and out of the working directory. */
  private static String scratch() {
    try {
      Path folder = Files.createTempDirectory("metricflow-jobs-");
      folder.toFile().deleteOnExit();
      return folder.toUri().toString();
    } catch (IOException noSpace) {
      throw new UncheckedIOException(noSpace);
    }
  }
}
