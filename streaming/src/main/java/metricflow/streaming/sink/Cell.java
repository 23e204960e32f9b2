package metricflow.streaming.sink;

import java.util.UUID;
import java.util.function.Function;
import metricflow.event.EventIds;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.io.api.RecordConsumer;

/** Writes one column of a row of type {@code R}; a null value leaves the column out. */
@FunctionalInterface
interface Cell<R> {
  void write(R row, RecordConsumer out, String name, int index);

  /** Reads a text from a row. */
  @FunctionalInterface
  interface Text<R> {
    String of(R row);
  }

  /** Reads a number from a row. */
  @FunctionalInterface
  interface Number<R> {
    long of(R row);
  }

  static <R> Cell<R> text(Text<R> value) {
    return (row, out, name, index) -> {
      String text = value.of(row);
      if (text != null) {
        out.startField(name, index);
        out.addBinary(Binary.fromString(text));
        out.endField(name, index);
      }
    };
  }

  static <R> Cell<R> int32(Number<R> value) {
    return (row, out, name, index) -> {
      out.startField(name, index);
      out.addInteger((int) value.of(row));
      out.endField(name, index);
    };
  }

  /** A whole number that is left out when it equals {@code absent}. */
  static <R> Cell<R> int32Unless(long absent, Number<R> value) {
    Cell<R> present = int32(value);
    return (row, out, name, index) -> {
      if (value.of(row) != absent) {
        present.write(row, out, name, index);
      }
    };
  }

  /** Epoch milliseconds as a Parquet timestamp in microseconds; 0 means unknown. */
  static <R> Cell<R> instant(Number<R> epochMillis) {
    return (row, out, name, index) -> {
      long millis = epochMillis.of(row);
      if (millis != 0) {
        out.startField(name, index);
        out.addLong(millis * 1000);
        out.endField(name, index);
      }
    };
  }

  static <R> Cell<R> uuid(Function<R, UUID> value) {
    return (row, out, name, index) -> {
      out.startField(name, index);
      out.addBinary(Binary.fromConstantByteArray(EventIds.bytes(value.apply(row))));
      out.endField(name, index);
    };
  }
}
