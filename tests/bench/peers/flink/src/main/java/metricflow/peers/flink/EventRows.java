package metricflow.peers.flink;

import static org.apache.parquet.schema.LogicalTypeAnnotation.stringType;
import static org.apache.parquet.schema.LogicalTypeAnnotation.timestampType;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import org.apache.flink.formats.parquet.ParquetWriterFactory;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.api.WriteSupport;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.io.OutputFile;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.io.api.RecordConsumer;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimeUnit;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.parquet.schema.Type;
import org.apache.parquet.schema.Types;

/** Writes events with the columns of our table, zstd, straight into the Parquet writer. */
final class EventRows extends WriteSupport<Event> {
  private static final List<Column> COLUMNS =
      List.of(
          new Column(integer("project_id"), e -> e.projectId),
          new Column(time("event_time"), e -> e.eventTime),
          text("event", e -> e.event),
          text("distinct_id", e -> e.distinctId),
          text("anonymous_id", e -> e.anonymousId),
          text("session_id", e -> e.sessionId),
          new Column(
              Types.optional(PrimitiveTypeName.BINARY).named("event_id"), e -> id(e.eventId)),
          new Column(integer("sequence"), e -> e.sequence),
          new Column(time("client_time"), e -> e.eventTime),
          new Column(time("sent_at"), e -> e.sentAt * 1_000),
          new Column(time("received_at"), e -> e.receivedAt * 1_000),
          text("host", e -> e.host),
          text("page", e -> e.page),
          text("referrer", e -> e.referrer),
          text("utm_source", e -> e.utmSource),
          text("utm_medium", e -> e.utmMedium),
          text("utm_campaign", e -> e.utmCampaign),
          text("country", e -> e.country),
          text("device", e -> e.device),
          text("browser", e -> e.browser),
          text("os", e -> e.os),
          text("plan", e -> e.plan),
          text("sdk", e -> e.sdk),
          text("properties", e -> e.properties),
          text("user_properties", e -> e.userProperties));
  private static final MessageType SCHEMA =
      new MessageType("events", COLUMNS.stream().map(Column::type).toList());

  private RecordConsumer consumer;

  private record Column(Type type, Function<Event, Object> value) {}

  /** What the file sink writes with. */
  static ParquetWriterFactory<Event> writers() {
    return new ParquetWriterFactory<>(
        file -> new Builder(file).withCompressionCodec(CompressionCodecName.ZSTD).build());
  }

  private static final class Builder extends ParquetWriter.Builder<Event, Builder> {
    private Builder(OutputFile file) {
      super(file);
    }

    @Override
    protected Builder self() {
      return this;
    }

    @Override
    protected WriteSupport<Event> getWriteSupport(Configuration configuration) {
      return new EventRows();
    }
  }

  private static Column text(String name, Function<Event, String> value) {
    return new Column(
        Types.optional(PrimitiveTypeName.BINARY).as(stringType()).named(name), value::apply);
  }

  private static Type integer(String name) {
    return Types.optional(PrimitiveTypeName.INT32).named(name);
  }

  private static Type time(String name) {
    return Types.optional(PrimitiveTypeName.INT64)
        .as(timestampType(true, TimeUnit.MICROS))
        .named(name);
  }

  private static Binary id(String text) {
    UUID id = UUID.fromString(text);
    return Binary.fromConstantByteArray(
        ByteBuffer.allocate(16)
            .putLong(id.getMostSignificantBits())
            .putLong(id.getLeastSignificantBits())
            .array());
  }

  @Override
  public WriteContext init(Configuration configuration) {
    return new WriteContext(SCHEMA, Map.of());
  }

  @Override
  public void prepareForWrite(RecordConsumer records) {
    consumer = records;
  }

  @Override
  public void write(Event event) {
    consumer.startMessage();
    for (int i = 0; i < COLUMNS.size(); i++) {
      Column column = COLUMNS.get(i);
      Object value = column.value().apply(event);
      if (value == null) {
        continue;
      }
      consumer.startField(column.type().getName(), i);
      if (value instanceof String text) {
        consumer.addBinary(Binary.fromString(text));
      } else if (value instanceof Long number) {
        consumer.addLong(number);
      } else if (value instanceof Integer number) {
        consumer.addInteger(number);
      } else {
        consumer.addBinary((Binary) value);
      }
      consumer.endField(column.type().getName(), i);
    }
    consumer.endMessage();
  }
}
