package metricflow.jobs;

import java.nio.charset.StandardCharsets;
import java.sql.Date;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import metricflow.event.EventIds;
import metricflow.table.Tables;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;

/**
 * A row of {@code events}: the columns that a test cares about, sensible values in the others.
 *
 * @param id any text; equal texts are equal event ids, where no column {@code event_id} says
 *     another
 */
public record TestEvent(String id, Map<String, Object> columns) {

  /** An event of project 1, received a second after it happened. */
  public static TestEvent of(String id, String event, String distinctId, Instant time) {
    Map<String, Object> columns = new HashMap<>();
    columns.put("project_id", 1);
    columns.put("event", event);
    columns.put("distinct_id", distinctId);
    columns.put("event_time", time);
    columns.put("client_time", time);
    columns.put("received_at", time.plusSeconds(1));
    return new TestEvent(id, columns);
  }

  /** The same event with another value in a column. */
  public TestEvent with(String column, Object value) {
    Map<String, Object> changed = new HashMap<>(columns);
    changed.put(column, value);
    return new TestEvent(id, changed);
  }

  /** Value of a column. */
  public Object get(String column) {
    return columns.get(column);
  }

  /** UTC date of its time. */
  public LocalDate date() {
    return LocalDate.ofInstant((Instant) get("event_time"), ZoneOffset.UTC);
  }

  Row row() {
    return RowFactory.create(
        Tables.EVENTS.columns().stream()
            .filter(column -> !column.derived())
            .map(column -> value(column.name()))
            .toArray());
  }

  private Object value(String column) {
    return switch (column) {
      case "event_id" -> columns.getOrDefault("event_id", eventId());
      case "event_date" -> Date.valueOf(date());
      default -> get(column) instanceof Instant instant ? Timestamp.from(instant) : get(column);
    };
  }

  private byte[] eventId() {
    return EventIds.bytes(UUID.nameUUIDFromBytes(id.getBytes(StandardCharsets.UTF_8)));
  }
}
