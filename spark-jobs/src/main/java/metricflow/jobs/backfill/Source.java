package metricflow.jobs.backfill;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.Serializable;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import metricflow.event.BatchParser;
import metricflow.event.EventFields;
import metricflow.event.EventLimits;
import metricflow.jobs.JobFailedException;

/**
 * What the records of a file are and how they become events.
 *
 * @param container how records lie in the file
 * @param format whose records they are: never {@code AUTO}
 * @param header names of the columns, none in lines
 * @param delimiter between cells of CSV
 * @param columns what the columns are, or null where the format says so
 * @param zone of times that name none
 */
record Source(
    Container container,
    Format format,
    List<String> header,
    byte delimiter,
    ColumnMap columns,
    ZoneId zone)
    implements Serializable {

  /**
   * How the user describes the files.
   *
   * @param format as given
   * @param map what {@code --map} says, by column
   * @param zone of times that name none
   */
  record Description(Format format, Map<String, String> map, ZoneId zone) {
    /** What the description adds to a file's identity: other words may make other events of it. */
    String identity() {
      boolean plain = format == Format.AUTO && map.isEmpty() && zone.equals(ZoneOffset.UTC);
      return plain ? "" : ":" + format + map + zone;
    }
  }

  /** Looks at a text file's first record. */
  static Source of(InputFile file, Description given) {
    try {
      byte[] first = file.firstRecord();
      if (file.container() == Container.CSV) {
        byte delimiter = CsvLine.delimiter(first);
        return ofColumns(file, CsvLine.header(first, delimiter), delimiter, given);
      }
      Format format = given.format() == Format.AUTO ? toldBy(first) : given.format();
      if (format == Format.CSV || format == Format.PARQUET) {
        throw new JobFailedException(
            "'%s' is no %s file by its name.".formatted(file.name(), format));
      }
      return new Source(file.container(), format, List.of(), (byte) 0, null, given.zone());
    } catch (IOException unreadable) {
      throw new JobFailedException(
          "'%s' cannot be read: %s".formatted(file.path(), unreadable), unreadable);
    }
  }

  /** A file with columns. */
  static Source ofColumns(InputFile file, List<String> header, byte delimiter, Description given) {
    boolean foreign =
        given.format() == Format.POSTHOG
            || given.format() == Format.MIXPANEL
            || (given.format() == Format.AUTO
                && given.map().isEmpty()
                && Format.told(header, List.of()) == Format.POSTHOG);
    Format format =
        !foreign ? Format.CSV : given.format() == Format.AUTO ? Format.POSTHOG : given.format();
    return new Source(
        file.container(),
        format,
        header,
        delimiter,
        foreign ? null : ColumnMap.of(header, given.map(), given.zone()),
        given.zone());
  }

  /** The format by the names of a record's members. A record that is no JSON tells nothing. */
  private static Format toldBy(byte[] record) {
    List<String> names = new ArrayList<>();
    List<String> properties = new ArrayList<>();
    try (JsonParser json = JsonText.FACTORY.createParser(record)) {
      if (json.nextToken() != JsonToken.START_OBJECT) {
        return Format.NDJSON;
      }
      while (json.nextToken() != JsonToken.END_OBJECT) {
        String name = json.currentName();
        names.add(name);
        JsonToken value = json.nextToken();
        if (name.equals("properties") && value == JsonToken.START_OBJECT) {
          while (json.nextToken() != JsonToken.END_OBJECT) {
            properties.add(json.currentName());
            json.nextToken();
            json.skipChildren();
          }
        } else {
          json.skipChildren();
        }
      }
    } catch (IOException notJson) {
      return Format.NDJSON;
    }
    return Format.told(names, properties);
  }

  /** A reader of the file's records, for one thread. */
  RecordParser parser() {
    EventLimits limits = EventLimits.defaults().forBackfill();
    if (container == Container.CSV) {
      CellsParser cells = cellsParser();
      return (record, importedAt) ->
          cells.parse(
              CsvLine.cells(record, delimiter).toArray(String[]::new),
              RecordText.of(record),
              importedAt);
    }
    return switch (format) {
      case MIXPANEL -> new ForeignParser(limits, () -> new MixpanelEvent(zone));
      case POSTHOG -> new ForeignParser(limits, () -> new PostHogEvent(zone));
      default -> BatchParser.ofHistory(limits)::parseEvent;
    };
  }

  /** A reader of records that are divided into cells, for one thread. */
  CellsParser cellsParser() {
    EventLimits limits = EventLimits.defaults().forBackfill();
    return switch (format) {
      case MIXPANEL -> new ForeignParser(limits, () -> new MixpanelEvent(zone)).ofColumns(header);
      case POSTHOG -> new ForeignParser(limits, () -> new PostHogEvent(zone)).ofColumns(header);
      default ->
          (cells, record, importedAt) -> {
            EventFields event = new EventFields(limits);
            columns.fill(event, cells);
            return event.verdict(record.bytes(), record.mostBytes(), importedAt);
          };
    };
  }
}
