package metricflow.jobs.backfill;

import static metricflow.jobs.backfill.ColumnValues.instant;
import static metricflow.jobs.backfill.ColumnValues.none;
import static metricflow.jobs.backfill.ColumnValues.number;
import static metricflow.jobs.backfill.ColumnValues.numberUnless;
import static metricflow.jobs.backfill.ColumnValues.uuid;
import static metricflow.jobs.backfill.ColumnValues.variedText;

import java.io.Serializable;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import metricflow.event.Event;
import metricflow.event.EventIds;
import metricflow.table.Table;
import metricflow.table.Tables;

/**
 * How rows of type {@code R} are written to a table.
 *
 * @param table the table
 * @param time of a row, epoch milliseconds: its day is the partition
 * @param timeColumn name of the column with that time
 * @param varied columns whose values hardly repeat in a file: a dictionary would only cost time
 * @param unbounded columns of which no reader asks for the smallest and the largest value in a file
 * @param columns in the order of the table
 */
record RowKind<R>(
    Table table,
    ToLongFunction<R> time,
    String timeColumn,
    Set<String> varied,
    Set<String> unbounded,
    List<ColumnValues<R>> columns) {

  /**
   * A record that cannot be used.
   *
   * @param reason slug of the problem
   * @param detail what was wrong, and on which line
   * @param eventId as the source has it, or null
   * @param payload the record
   */
  record Rejected(String reason, String detail, String eventId, String payload)
      implements Serializable {}

  static RowKind<Event> events(int projectId, long importedAt) {
    return new RowKind<>(
        Tables.EVENTS,
        Event::eventTime,
        "event_time",
        Set.of("event_id", "event_time", "client_time", "properties"),
        Set.of("event_id", "client_time", "anonymous_id", "session_id", "properties"),
        List.of(
            number(event -> projectId),
            instant(Event::eventTime),
            text(Event::event),
            text(Event::distinctId),
            text(Event::anonymousId),
            text(Event::sessionId),
            uuid(Event::eventId),
            numberUnless(Event.NO_SEQUENCE, Event::sequence),
            instant(Event::clientTime),
            none(),
            instant(event -> importedAt),
            text(Event::host),
            text(Event::page),
            text(Event::referrer),
            text(Event::utmSource),
            text(Event::utmMedium),
            text(Event::utmCampaign),
            text(Event::country),
            text(Event::device),
            text(Event::browser),
            text(Event::os),
            text(Event::plan),
            text(Event::sdk),
            variedText(Event::properties),
            text(Event::userProperties)));
  }

  static RowKind<Rejected> rejected(int projectId, long importedAt, String correlationId) {
    return new RowKind<>(
        Tables.REJECTED_EVENTS,
        row -> importedAt,
        "received_at",
        Set.of("reject_id", "payload"),
        Set.of("reject_id", "payload"),
        List.of(
            uuid(row -> EventIds.timeOrdered(importedAt)),
            number(row -> projectId),
            text(row -> correlationId),
            instant(row -> importedAt),
            text(Rejected::reason),
            text(Rejected::detail),
            text(Rejected::eventId),
            none(),
            variedText(Rejected::payload)));
  }

  private static <R> ColumnValues<R> text(Function<R, String> value) {
    return new TextValues<>(value);
  }
}
