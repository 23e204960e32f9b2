package metricflow.api.bus;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import metricflow.api.collect.EventBus;
import metricflow.bus.EventBatch;
import metricflow.bus.EventBatchCodec;
import metricflow.bus.RejectedEvent;
import metricflow.bus.RejectedEventJson;
import metricflow.bus.Topics;
import metricflow.config.Config;
import metricflow.config.ConfigKey;
import metricflow.problem.ProblemException;
import metricflow.problem.ProblemType;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The bus on Kafka: acknowledged by all replicas in sync, each record written once per send.
 *
 * <p>One request is one record. With the default limits a batch has at most 500 KB of JSON in at
 * most 10,000 events, which is less than 1 MB as a record, the most a broker takes by default.
 */
public final class KafkaEventBus implements EventBus, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(KafkaEventBus.class);
  private static final int LINGER_MILLIS = 5;
  private static final int BATCH_BYTES = 256 * 1024;
  private static final long BUFFER_BYTES = 64L << 20;

  /** A full buffer or a broker never seen is an answer 503 now, not a caller who waits. */
  private static final int MAX_BLOCK_MILLIS = 500;

  private static final long METADATA_IDLE_MILLIS = Duration.ofDays(1).toMillis();
  private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(10);

  private final Producer<byte[], byte[]> producer;

  private volatile boolean closed;

  /** So that an outage leaves two lines in the log, not one per request. */
  private final AtomicBoolean confirming = new AtomicBoolean(true);

  /** A bus on the brokers that {@code config} names. */
  public KafkaEventBus(Config config) {
    this.producer =
        new KafkaProducer<>(settings(config), new ByteArraySerializer(), new ByteArraySerializer());
    Thread.ofVirtual().name("bus-topics").start(this::learnTopics);
  }

  /** Asks the brokers until they answer, so that the first record need not wait for it. */
  private void learnTopics() {
    for (String topic : List.of(Topics.EVENTS, Topics.REJECTED_EVENTS)) {
      while (!closed && !isKnown(topic)) {
        LOG.debug("{} is not known yet", topic);
      }
    }
  }

  /** Waits half a second at most. */
  private boolean isKnown(String topic) {
    try {
      return !producer.partitionsFor(topic).isEmpty();
    } catch (KafkaException | IllegalStateException notYet) {
      return false;
    }
  }

  private static Map<String, Object> settings(Config config) {
    int timeoutMillis = config.number(ConfigKey.METRICFLOW_BUS_TIMEOUT_MS);
    return Map.ofEntries(
        Map.entry(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, config.text(ConfigKey.METRICFLOW_KAFKA)),
        Map.entry(ProducerConfig.CLIENT_ID_CONFIG, "metricflow-collector"),
        Map.entry(ProducerConfig.ACKS_CONFIG, "all"),
        Map.entry(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true),
        Map.entry(ProducerConfig.COMPRESSION_TYPE_CONFIG, "lz4"),
        Map.entry(ProducerConfig.LINGER_MS_CONFIG, LINGER_MILLIS),
        Map.entry(ProducerConfig.BATCH_SIZE_CONFIG, BATCH_BYTES),
        Map.entry(ProducerConfig.BUFFER_MEMORY_CONFIG, BUFFER_BYTES),
        Map.entry(ProducerConfig.MAX_BLOCK_MS_CONFIG, MAX_BLOCK_MILLIS),
        // Rejected events are rare; what is known of their topic is not to be forgotten in between.
        Map.entry(ProducerConfig.METADATA_MAX_IDLE_CONFIG, METADATA_IDLE_MILLIS),
        Map.entry(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, timeoutMillis),
        Map.entry(
            ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG,
            Math.max(1, timeoutMillis / 2 - LINGER_MILLIS)),
        Map.entry(ProducerConfig.RECONNECT_BACKOFF_MAX_MS_CONFIG, 1_000L));
  }

  @Override
  public CompletableFuture<Void> publish(EventBatch batch, List<RejectedEvent> rejected) {
    List<CompletableFuture<Void>> sent = new ArrayList<>(rejected.size() + 1);
    if (!batch.events().isEmpty()) {
      sent.add(send(Topics.EVENTS, key(batch), EventBatchCodec.encode(batch)));
    }
    for (RejectedEvent reject : rejected) {
      sent.add(send(Topics.REJECTED_EVENTS, null, RejectedEventJson.encode(reject)));
    }
    return CompletableFuture.allOf(sent.toArray(CompletableFuture[]::new));
  }

  /** A visitor's events keep their order: they go to one partition. */
  private static byte[] key(EventBatch batch) {
    String visitor = batch.events().getFirst().visitor();
    return (batch.projectId() + ":" + visitor).getBytes(StandardCharsets.UTF_8);
  }

  private CompletableFuture<Void> send(String topic, byte[] key, byte[] value) {
    CompletableFuture<Void> acknowledged = new CompletableFuture<>();
    try {
      Future<RecordMetadata> _ =
          producer.send(
              new ProducerRecord<>(topic, key, value),
              (metadata, failure) -> {
                if (failure == null) {
                  confirmed();
                  acknowledged.complete(null);
                } else {
                  acknowledged.completeExceptionally(problem(topic, failure));
                }
              });
    } catch (KafkaException | IllegalStateException failure) {
      acknowledged.completeExceptionally(problem(topic, failure));
    }
    return acknowledged;
  }

  private void confirmed() {
    if (!confirming.get() && confirming.compareAndSet(false, true)) {
      LOG.info("the bus confirms records again");
    }
  }

  private ProblemException problem(String topic, Exception failure) {
    if (failure instanceof RecordTooLargeException) {
      return new ProblemException(
          ProblemType.BATCH_TOO_LARGE, "The batch is larger than the bus takes.", failure);
    }
    if (confirming.compareAndSet(true, false)) {
      LOG.warn(
          "the bus does not confirm records of {}; answering 503 until it does", topic, failure);
    }
    return new ProblemException(
        ProblemType.BUS_UNAVAILABLE, "The bus did not confirm the events in time.", failure);
  }

  /** Waits for what is under way, then closes. */
  @Override
  public void close() {
    closed = true;
    producer.close(CLOSE_TIMEOUT);
  }
}
