package metricflow.tests.bench;

import java.io.ByteArrayOutputStream;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicReference;
import metricflow.bus.EventBatch;
import metricflow.bus.EventBatchCodec;
import metricflow.bus.Topics;
import metricflow.event.BatchParser;
import metricflow.event.Event;
import metricflow.event.EventLimits;
import metricflow.event.Verdict;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * The same events on two topics: as the collector's records, and as the JSON lines a pipeline
 * without such records has. Batches go to both in turns, so neither topic is the warmer one.
 */
final class Backlog {
  static final String LINES_TOPIC = "peers.event_lines";
  static final int PROJECT = 1;

  private static final int PARTITIONS = 4;
  private static final int EVENTS_PER_BATCH = 20;

  /** Event times are spread as if the events had come at this rate. */
  private static final int EVENTS_PER_SECOND = 100_000;

  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

  private final String kafka;
  private final long events;
  private final int linesPerRecord;
  private final BatchParser parser = new BatchParser(EventLimits.defaults());
  private final AtomicReference<Exception> failure = new AtomicReference<>();
  private long collectorNanos;
  private long recordBytes;
  private long lineBytes;

  /**
   * What was filled.
   *
   * @param fromMinute first epoch minute of the events
   * @param toMinute last one
   * @param collectorMicros CPU microseconds an event of parsing the body and encoding the record,
   *     the work our job finds done by the collector
   */
  record Filled(
      long fromMinute,
      long toMinute,
      double collectorMicros,
      double recordBytes,
      double lineBytes) {}

  /**
   * A backlog to be filled.
   *
   * @param kafka host:port
   * @param events how many, a multiple of 100
   * @param linesPerRecord JSON lines a record of the second topic holds
   */
  Backlog(String kafka, long events, int linesPerRecord) {
    this.kafka = kafka;
    this.events = events;
    this.linesPerRecord = linesPerRecord;
  }

  Filled fill() throws Exception {
    createTopics();
    List<BatchTemplate> templates = BatchTemplate.simulated(EVENTS_PER_BATCH);
    int run = (int) (System.currentTimeMillis() / 1000);
    long end = System.currentTimeMillis();
    long start = end - events * 1_000 / EVENTS_PER_SECOND;
    try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(settings())) {
      for (long first = 0; first < events; first += EVENTS_PER_BATCH) {
        BatchTemplate template = templates.get((int) (first / EVENTS_PER_BATCH % templates.size()));
        long time = start + first * 1_000 / EVENTS_PER_SECOND;
        byte[] body = template.fill(run, first, Instant.ofEpochMilli(time));
        byte[] record = asCollectorDoes(body, time);
        recordBytes += record.length;
        send(producer, Topics.EVENTS, record);
        sendLines(producer, template.events(body), time);
        if (first % 100_000 == 0) {
          Progress.show("filling: %,d of %,d events", first, events);
        }
      }
      producer.flush();
    }
    if (failure.get() != null) {
      throw failure.get();
    }
    return new Filled(
        start / 60_000,
        end / 60_000,
        collectorNanos / 1e3 / events,
        recordBytes / (double) events,
        lineBytes / (double) events);
  }

  private byte[] asCollectorDoes(byte[] body, long time) {
    long before = THREADS.getCurrentThreadCpuTime();
    BatchParser.ParsedBatch parsed = parser.parse(body, time);
    List<Event> accepted = new ArrayList<>(EVENTS_PER_BATCH);
    for (Verdict verdict : parsed.verdicts()) {
      switch (verdict) {
        case Verdict.Accepted good -> accepted.add(good.event());
        case Verdict.Rejected bad ->
            throw new IllegalStateException("a simulated event is rejected: " + bad.problem());
      }
    }
    byte[] record =
        EventBatchCodec.encode(
            new EventBatch(PROJECT, UUID.randomUUID(), parsed.sentAt(), time, accepted));
    collectorNanos += THREADS.getCurrentThreadCpuTime() - before;
    return record;
  }

  private void sendLines(KafkaProducer<byte[], byte[]> producer, List<byte[]> lines, long time) {
    byte[] request =
        "{\"project_id\":%d,\"sent_at\":%d,\"received_at\":%d,"
            .formatted(PROJECT, time, time)
            .getBytes(StandardCharsets.US_ASCII);
    ByteArrayOutputStream record = new ByteArrayOutputStream(linesPerRecord * 640);
    for (int i = 0; i < lines.size(); i++) {
      if (record.size() > 0) {
        record.write('\n');
      }
      record.writeBytes(request);
      record.write(lines.get(i), 1, lines.get(i).length - 1);
      if ((i + 1) % linesPerRecord == 0 || i + 1 == lines.size()) {
        lineBytes += record.size();
        send(producer, LINES_TOPIC, record.toByteArray());
        record.reset();
      }
    }
  }

  private void send(KafkaProducer<byte[], byte[]> producer, String topic, byte[] value) {
    var unused =
        producer.send(
            new ProducerRecord<>(topic, value),
            (sent, failed) -> failure.compareAndSet(null, failed));
  }

  private void createTopics() throws ExecutionException, InterruptedException {
    try (Admin admin = Admin.create(Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, kafka))) {
      admin
          .createTopics(
              List.of(
                  new NewTopic(Topics.EVENTS, Optional.of(PARTITIONS), Optional.empty()),
                  new NewTopic(LINES_TOPIC, Optional.of(PARTITIONS), Optional.empty())))
          .all()
          .get();
    }
  }

  private Map<String, Object> settings() {
    return Map.of(
        ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
        kafka,
        ProducerConfig.ACKS_CONFIG,
        "all",
        ProducerConfig.COMPRESSION_TYPE_CONFIG,
        "lz4",
        ProducerConfig.LINGER_MS_CONFIG,
        20,
        ProducerConfig.BATCH_SIZE_CONFIG,
        256 * 1024,
        ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG,
        ByteArraySerializer.class,
        ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG,
        ByteArraySerializer.class);
  }
}
