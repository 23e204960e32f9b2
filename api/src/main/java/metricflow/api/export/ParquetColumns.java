package metricflow.api.export;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import metricflow.api.query.Row;
import metricflow.api.query.RowSink;
import metricflow.api.query.SqlValue;
import metricflow.api.web.Json;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.conf.ParquetConfiguration;
import org.apache.parquet.hadoop.api.WriteSupport;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.io.api.RecordConsumer;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimeUnit;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.parquet.schema.Type;
import org.apache.parquet.schema.Types;

/**
 * Columns in Parquet: whole numbers, floating numbers, flags, dates and instants as such, bytes as
 * bytes; all else as the text or JSON that NDJSON has.
 */
final class ParquetColumns extends WriteSupport<Row> {
  private final MessageType schema;
  private final List<RowSink.Column> columns;
  private RecordConsumer out;

  ParquetColumns(List<RowSink.Column> columns) {
    this.columns = columns;
    this.schema = new MessageType("rows", columns.stream().map(ParquetColumns::type).toList());
  }

  private static Type type(RowSink.Column column) {
    String name = column.name();
    return switch (kind(column)) {
      case "integer" -> Types.optional(PrimitiveTypeName.INT64).named(name);
      case "floating" -> Types.optional(PrimitiveTypeName.DOUBLE).named(name);
      case "boolean" -> Types.optional(PrimitiveTypeName.BOOLEAN).named(name);
      case "date" ->
          Types.optional(PrimitiveTypeName.INT32).as(LogicalTypeAnnotation.dateType()).named(name);
      case "instant" ->
          Types.optional(PrimitiveTypeName.INT64)
              .as(LogicalTypeAnnotation.timestampType(true, TimeUnit.MILLIS))
              .named(name);
      case "bytes" -> Types.optional(PrimitiveTypeName.BINARY).named(name);
      default ->
          Types.optional(PrimitiveTypeName.BINARY)
              .as(LogicalTypeAnnotation.stringType())
              .named(name);
    };
  }

  private static String kind(RowSink.Column column) {
    return switch (column.type()) {
      case "tinyint", "smallint", "integer", "bigint" -> "integer";
      case "real", "double" -> "floating";
      case "boolean" -> "boolean";
      case "date" -> "date";
      case "varbinary" -> "bytes";
      case String time when time.startsWith("timestamp") && time.endsWith("with time zone") ->
          "instant";
      case String other -> "text";
    };
  }

  @Override
  public WriteContext init(Configuration settings) {
    return new WriteContext(schema, Map.of());
  }

  @Override
  public WriteContext init(ParquetConfiguration settings) {
    return new WriteContext(schema, Map.of());
  }

  @Override
  public void prepareForWrite(RecordConsumer consumer) {
    out = consumer;
  }

  @Override
  public void write(Row row) {
    out.startMessage();
    for (int i = 0; i < columns.size(); i++) {
      Object value = row.values().get(i);
      if (value != null) {
        out.startField(columns.get(i).name(), i);
        write(kind(columns.get(i)), value);
        out.endField(columns.get(i).name(), i);
      }
    }
    out.endMessage();
  }

  private void write(String kind, Object value) {
    switch (kind) {
      case "integer" -> out.addLong(((Number) value).longValue());
      case "floating" -> out.addDouble(((Number) value).doubleValue());
      case "boolean" -> out.addBoolean((Boolean) value);
      case "date" -> out.addInteger(Math.toIntExact(((LocalDate) value).toEpochDay()));
      case "instant" -> out.addLong(((Instant) value).toEpochMilli());
      case "bytes" -> out.addBinary(Binary.fromConstantByteArray((byte[]) value));
      default -> out.addBinary(Binary.fromString(text(SqlValue.json(value))));
    }
  }

  private static String text(Object value) {
    return switch (value) {
      case List<?> list -> new String(Json.bytes(list), StandardCharsets.UTF_8);
      case Map<?, ?> map -> new String(Json.bytes(map), StandardCharsets.UTF_8);
      default -> value.toString();
    };
  }
}
