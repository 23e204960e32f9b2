package metricflow.peers.flink;

import java.io.File;
import java.time.Duration;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.connector.file.sink.FileSink;
import org.apache.flink.connector.kafka.source.KafkaSource;
import org.apache.flink.connector.kafka.source.enumerator.initializer.OffsetsInitializer;
import org.apache.flink.core.fs.Path;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.sink.filesystem.OutputFileConfig;
import org.apache.flink.streaming.api.functions.sink.filesystem.rollingpolicies.OnCheckpointRollingPolicy;

/** Starts the job in this JVM and runs until it is killed. */
public final class FlinkPeer {
  private static final int PARALLELISM = 2;
  private static final Duration CHECKPOINT_INTERVAL = Duration.ofSeconds(1);

  private FlinkPeer() {}

  /**
   * {@code KAFKA TOPIC REDIS_HOST REDIS_PORT KEY_PREFIX FOLDER}: the folder gets {@code events} and
   * {@code checkpoint}.
   */
  public static void main(String[] arguments) throws Exception {
    Path folder = new Path(new File(arguments[5]).toURI());
    Configuration settings = new Configuration();
    settings.set(CheckpointingOptions.CHECKPOINTING_INTERVAL, CHECKPOINT_INTERVAL);
    settings.set(
        CheckpointingOptions.CHECKPOINTS_DIRECTORY, new Path(folder, "checkpoint").toString());
    // Operators of one chain hand the same object on instead of a copy.
    settings.set(PipelineOptions.OBJECT_REUSE, true);
    StreamExecutionEnvironment flink =
        StreamExecutionEnvironment.createLocalEnvironment(PARALLELISM, settings);
    KafkaSource<Event> source =
        KafkaSource.<Event>builder()
            .setBootstrapServers(arguments[0])
            .setTopics(arguments[1])
            .setGroupId("flink-peer")
            .setStartingOffsets(OffsetsInitializer.earliest())
            .setValueOnlyDeserializer(new EventLines())
            .build();
    DataStream<Event> events = flink.fromSource(source, WatermarkStrategy.noWatermarks(), "events");
    events
        .sinkTo(
            FileSink.forBulkFormat(new Path(folder, "events"), EventRows.writers())
                .withBucketAssigner(new DayFolders())
                .withRollingPolicy(OnCheckpointRollingPolicy.build())
                .withOutputFileConfig(OutputFileConfig.builder().withPartSuffix(".parquet").build())
                .build())
        .name("lake");
    events
        .transform("local counts", TypeInformation.of(Count.class), new LocalCounts())
        .keyBy(Count::key)
        .process(new TotalCounts())
        .returns(Count.class)
        .sinkTo(new RedisCounters(arguments[2], Integer.parseInt(arguments[3]), arguments[4]))
        .name("live counters");
    flink.execute("flink-peer");
  }
}
