package metricflow.jobs.rollup;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.xxhash64;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import metricflow.event.Dimension;
import metricflow.event.Event;
import metricflow.jobs.EventIdColumn;
import metricflow.jobs.Lake;
import metricflow.table.Tables;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.unsafe.types.UTF8String;

/** Events as {@link PersonPass} reads them: those of a person next to each other, in order. */
final class PersonEvents {
  static final int PROJECT_ID = 1;
  static final int PERSON_ID = 2;
  static final int EVENT_TIME = 3;

  static final int HOURS_OF_A_DAY = 24;
  static final long HOUR_MICROS = 3_600_000_000L;

  private static final int SEQUENCE = 4;

  private static final int FIRST_TEXT = 5;
  private static final List<String> TEXTS =
      Arrays.stream(Dimension.values()).map(Dimension::column).toList();

  private PersonEvents() {}

  /** Position of a text. */
  static int position(Dimension text) {
    return FIRST_TEXT + text.ordinal();
  }

  /** The client's sequence number. */
  static int sequence(InternalRow event) {
    return event.isNullAt(SEQUENCE) ? Event.NO_SEQUENCE : event.getInt(SEQUENCE);
  }

  /** The UTC hour since 1970 it happened in. */
  static long hour(InternalRow event) {
    return Math.floorDiv(event.getLong(EVENT_TIME), HOUR_MICROS);
  }

  /** A text, or null; it is the engine's own. */
  static UTF8String text(InternalRow event, int position) {
    return event.isNullAt(position) ? null : event.getUTF8String(position);
  }

  /** What rollups need of {@code events}. */
  static Dataset<Row> needed(Dataset<Row> events) {
    return EventIdColumn.whole(events)
        .select(
            columns(
                Stream.concat(
                    Stream.of(
                        "project_id",
                        "distinct_id",
                        "event_id",
                        "event_time",
                        "sequence",
                        "received_at",
                        "event_date"),
                    TEXTS.stream())));
  }

  /** The events with the column {@code person_id}. */
  static Dataset<Row> withPerson(Lake lake, Dataset<Row> events) {
    Dataset<Row> persons = lake.read(Tables.PERSON_MAP).as("map");
    return events
        .as("events")
        .join(
            persons,
            col("events.project_id")
                .equalTo(col("map.project_id"))
                .and(col("events.distinct_id").equalTo(col("map.distinct_id"))),
            "left")
        .select(
            col("events.*"),
            coalesce(col("map.person_id"), col("events.distinct_id")).as("person_id"));
  }

  /**
   * A person's events come together in one partition, in the order in which they count: time, then
   * the client's sequence. What is left equal by these is put in some order that does not depend on
   * the run.
   */
  static Dataset<Row> together(Dataset<Row> withPerson) {
    Column key = xxhash64(col("project_id"), col("person_id")).as("person_key");
    Stream<String> order =
        Stream.of("person_key", "project_id", "person_id", "event_time", "sequence");
    return withPerson
        .select(
            Stream.concat(
                    Stream.of(
                        key,
                        col("project_id"),
                        col("person_id"),
                        col("event_time"),
                        col("sequence")),
                    TEXTS.stream().map(name -> col(name)))
                .toArray(Column[]::new))
        .repartition(col("person_key"))
        .sortWithinPartitions(columns(Stream.concat(order, TEXTS.stream())));
  }

  private static Column[] columns(Stream<String> names) {
    return names.map(name -> col(name)).toArray(Column[]::new);
  }
}
