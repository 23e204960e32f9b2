package metricflow.jobs.backfill;

import java.util.List;
import java.util.UUID;
import metricflow.jobs.EventRows;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.io.api.RecordConsumer;

/** Takes the cells of one row, column by column; a null is left out. */
final class Cells {
  private final RecordConsumer out;
  private final List<String> names;
  private int at;

  Cells(RecordConsumer out, List<String> names) {
    this.out = out;
    this.names = names;
  }

  void begin() {
    out.startMessage();
    at = 0;
  }

  void end() {
    out.endMessage();
  }

  Cells none() {
    at++;
    return this;
  }

  Cells text(String text) {
    return text == null ? none() : binary(Binary.fromString(text));
  }

  Cells uuid(UUID id) {
    return binary(Binary.fromConstantByteArray(EventRows.bytes(id)));
  }

  private Cells binary(Binary value) {
    out.startField(names.get(at), at);
    out.addBinary(value);
    out.endField(names.get(at), at);
    at++;
    return this;
  }

  Cells number(int number) {
    out.startField(names.get(at), at);
    out.addInteger(number);
    out.endField(names.get(at), at);
    at++;
    return this;
  }

  /** An instant given in epoch milliseconds. */
  Cells instant(long millis) {
    out.startField(names.get(at), at);
    out.addLong(millis * 1000);
    out.endField(names.get(at), at);
    at++;
    return this;
  }
}
