package metricflow.jobs.rollup;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import metricflow.jobs.PersonKey;
import metricflow.jobs.TestLake;
import metricflow.timeline.ContextRunsReader;
import metricflow.timeline.TimelineBlockReader;
import metricflow.timeline.TimelineBlockWriter;
import metricflow.timeline.TimelineCodes;
import metricflow.timeline.TimelineReader;
import metricflow.timeline.TimelineWriter;
import org.apache.spark.sql.Row;

/** The tables of persons of a lake, in the words of {@link PersonOracle}. */
final class PersonTables {
  private final TestLake lake;

  PersonTables(TestLake lake) {
    this.lake = lake;
  }

  private Set<String> rows(String sql) {
    Set<String> rows = new TreeSet<>();
    for (Row row : lake.query(sql)) {
      StringBuilder text = new StringBuilder();
      for (int i = 0; i < row.length(); i++) {
        text.append(i == 0 ? "" : " ").append(text(row.get(i)));
      }
      if (!rows.add(text.toString())) {
        throw new AssertionError("twice: " + text);
      }
    }
    return rows;
  }

  private static Object text(Object value) {
    return value instanceof java.sql.Timestamp time ? time.toInstant() : value;
  }

  Set<String> sessions() {
    return rows(
        """
        SELECT project_id, person_id, session_start, session_end, events, page_views, bounce,
          entry_page, exit_page, country, utm_source, event_date
        FROM {sessions}
        WHERE duration_millis = unix_millis(session_end) - unix_millis(session_start)
        """);
  }

  Set<String> userDays() {
    return rows(
        """
        SELECT project_id, person_id, event_date, events, page_views, first_event_time,
          last_event_time, country, plan
        FROM {user_days}
        """);
  }

  Set<String> firstSeen() {
    return rows(
        """
        SELECT project_id, person_id, event, first_event_time
        FROM {first_seen}
        WHERE event_date = CAST(first_event_time AS DATE)
        """);
  }

  Set<String> hours(String dimension) {
    return rows(
        """
        SELECT project_id, event_hour, dimension, value, events, persons
        FROM {hourly_metrics}
        WHERE dimension IN ('$total', '%s')
        """
            .formatted(dimension));
  }

  Set<String> hourlyContexts() {
    return rows(
        """
        SELECT project_id, event_hour, event, country, device, browser, os, plan, events
        FROM {hourly_contexts}
        WHERE event_date = CAST(event_hour AS DATE)
        """);
  }

  Set<String> timelines() {
    Map<Integer, Map<Integer, String>> meanings = new HashMap<>();
    for (Row row : lake.query("SELECT project_id, code, event, page FROM {timeline_codes}")) {
      meanings
          .computeIfAbsent(row.getInt(0), project -> new HashMap<>())
          .put(row.getInt(1), row.getString(2) + " " + row.getString(3));
    }
    Set<String> timelines = new TreeSet<>();
    TimelineReader reader = new TimelineReader();
    for (Row row :
        lake.query(
            "SELECT project_id, person_id, event_date, events, event_mask, timeline FROM"
                + " {user_timelines}")) {
      byte[] bytes = row.getAs(5);
      reader.open(bytes, 0, bytes.length);
      StringBuilder text = new StringBuilder();
      long mask = 0;
      long events = 0;
      while (reader.next()) {
        text.append(events == 0 ? " " : ", ")
            .append(Instant.ofEpochMilli(reader.time()))
            .append(' ')
            .append(meanings.get(row.getInt(0)).get(reader.code()));
        mask |= TimelineCodes.maskBit(reader.code());
        events++;
      }
      if (events != row.getLong(3) || mask != row.getLong(4)) {
        throw new AssertionError("events or mask are not those of the timeline: " + row);
      }
      timelines.add(row.getInt(0) + " " + row.getString(1) + " " + row.getDate(2) + text);
    }
    return timelines;
  }

  /** Keys and timelines of {@code user_timelines}, each as a text. */
  Set<String> keyedTimelines() {
    Set<String> timelines = new TreeSet<>();
    for (Row row :
        lake.query("SELECT project_id, event_date, person_id, timeline FROM {user_timelines}")) {
      timelines.add(keyed(row, PersonKey.of(row.getString(2)), row.<byte[]>getAs(3)));
    }
    return timelines;
  }

  /** What the blocks hold, in the same words. */
  Set<String> blocks() {
    Set<String> timelines = new TreeSet<>();
    TimelineBlockReader reader = new TimelineBlockReader();
    TimelineWriter writer = new TimelineWriter();
    for (Row row :
        lake.query(
            "SELECT project_id, event_date, bucket, persons, block FROM {timeline_blocks}")) {
      byte[] bytes = row.getAs(4);
      reader.open(bytes, 0, bytes.length);
      long persons = 0;
      while (reader.nextPerson()) {
        persons++;
        if (TimelineBlockWriter.bucket(reader.personKey()) != row.getInt(2)) {
          throw new AssertionError("a person of another bucket: " + row);
        }
        writer.addAll(reader);
        timelines.add(keyed(row, reader.personKey(), writer.finish()));
      }
      if (persons != row.getLong(3)) {
        throw new AssertionError("persons are not those of the block: " + row);
      }
    }
    return timelines;
  }

  /** The contexts of all events in blocks, in the words of {@link PersonOracle#contexts}. */
  List<String> contexts() {
    Map<String, String> meanings = new HashMap<>();
    for (Row row :
        lake.query(
            "SELECT project_id, code, concat_ws(' ', coalesce(country, 'null'), coalesce(device,"
                + " 'null'), coalesce(browser, 'null'), coalesce(os, 'null'), coalesce(plan,"
                + " 'null')) FROM {timeline_contexts}")) {
      meanings.put(row.getInt(0) + " " + row.getInt(1), row.getString(2));
    }
    List<String> contexts = new ArrayList<>();
    TimelineBlockReader reader = new TimelineBlockReader();
    ContextRunsReader runs = new ContextRunsReader();
    for (Row row : lake.query("SELECT project_id, block, contexts FROM {timeline_blocks}")) {
      byte[] block = row.getAs(1);
      byte[] codes = row.getAs(2);
      reader.open(block, 0, block.length);
      runs.open(codes, 0, codes.length);
      while (reader.nextPerson()) {
        while (reader.next()) {
          contexts.add(
              "%d %x %s %s"
                  .formatted(
                      row.getInt(0),
                      reader.personKey(),
                      Instant.ofEpochMilli(reader.time()),
                      meanings.get(row.getInt(0) + " " + runs.at(reader.index()))));
        }
      }
      if (runs.nextRun()) {
        throw new AssertionError("contexts of more events than there are");
      }
    }
    contexts.sort(null);
    return contexts;
  }

  private static String keyed(Row row, long key, byte[] timeline) {
    return "%s %s %x %s".formatted(row.get(0), row.get(1), key, HexFormat.of().formatHex(timeline));
  }
}
