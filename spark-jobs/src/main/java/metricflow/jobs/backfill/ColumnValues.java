package metricflow.jobs.backfill;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.ToIntFunction;
import java.util.function.ToLongFunction;
import metricflow.event.EventIds;
import org.apache.parquet.column.ColumnWriter;
import org.apache.parquet.io.api.Binary;

/**
 * The values of one column, handed to Parquet for many rows at once: what repeats from row to row
 * is made into bytes once, and the writer's code and data stay in the processor's caches.
 */
@FunctionalInterface
interface ColumnValues<R> {
  /** Level of a value that is there: every column is optional, none is nested. */
  int PRESENT = 1;

  void write(List<R> rows, int from, int until, ColumnWriter out);

  static <R> ColumnValues<R> none() {
    return (rows, from, until, out) -> {
      for (int i = from; i < until; i++) {
        out.writeNull(0, 0);
      }
    };
  }

  /** A text that is another in nearly every row; null is left out. */
  static <R> ColumnValues<R> variedText(Function<R, String> value) {
    return (rows, from, until, out) -> {
      for (int i = from; i < until; i++) {
        String text = value.apply(rows.get(i));
        if (text == null) {
          out.writeNull(0, 0);
        } else {
          out.write(
              Binary.fromConstantByteArray(text.getBytes(StandardCharsets.UTF_8)), 0, PRESENT);
        }
      }
    };
  }

  static <R> ColumnValues<R> uuid(Function<R, UUID> value) {
    return (rows, from, until, out) -> {
      for (int i = from; i < until; i++) {
        out.write(
            Binary.fromConstantByteArray(EventIds.bytes(value.apply(rows.get(i)))), 0, PRESENT);
      }
    };
  }

  static <R> ColumnValues<R> number(ToIntFunction<R> value) {
    return (rows, from, until, out) -> {
      for (int i = from; i < until; i++) {
        out.write(value.applyAsInt(rows.get(i)), 0, PRESENT);
      }
    };
  }

  /** A number that is left out when it equals {@code absent}. */
  static <R> ColumnValues<R> numberUnless(int absent, ToIntFunction<R> value) {
    return (rows, from, until, out) -> {
      for (int i = from; i < until; i++) {
        int number = value.applyAsInt(rows.get(i));
        if (number == absent) {
          out.writeNull(0, 0);
        } else {
          out.write(number, 0, PRESENT);
        }
      }
    };
  }

  /** An instant given in epoch milliseconds. */
  static <R> ColumnValues<R> instant(ToLongFunction<R> millis) {
    return (rows, from, until, out) -> {
      for (int i = from; i < until; i++) {
        out.write(millis.applyAsLong(rows.get(i)) * 1000, 0, PRESENT);
      }
    };
  }
}
