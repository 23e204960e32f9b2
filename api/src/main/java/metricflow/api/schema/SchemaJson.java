package metricflow.api.schema;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import metricflow.api.metadata.SchemaNote;

/** The answers about a project's schema. */
final class SchemaJson {
  private SchemaJson() {}

  /**
   * An event; one that is described and was not seen has no times.
   *
   * @param events how many times it came in the period
   */
  record EventJson(
      String name,
      long events,
      String firstSeen,
      String lastSeen,
      String description,
      String owner,
      boolean hidden) {
    static EventJson of(SeenEvent event, SchemaNote note) {
      return new EventJson(
          event.name(),
          event.events(),
          text(event.firstSeen()),
          text(event.lastSeen()),
          note.description(),
          note.owner(),
          note.hidden());
    }

    static EventJson unseen(SchemaNote note) {
      return of(new SeenEvent(note.name(), 0, null, null), note);
    }
  }

  /**
   * A property; one that is described and was not seen has no type.
   *
   * @param type text, number, boolean, date, list, object, or mixed
   * @param types how many events had it as which type
   * @param events how many events of the period had it
   */
  record PropertyJson(
      String name,
      String type,
      Map<String, Long> types,
      long events,
      String lastSeen,
      List<String> examples,
      String description,
      String owner,
      boolean hidden) {
    static PropertyJson of(SeenProperty property, SchemaNote note) {
      return new PropertyJson(
          property.name(),
          property.type(),
          property.types(),
          property.events(),
          text(property.lastSeen()),
          property.examples(),
          note.description(),
          note.owner(),
          note.hidden());
    }

    static PropertyJson unseen(SchemaNote note) {
      return new PropertyJson(
          note.name(),
          null,
          Map.of(),
          0,
          null,
          List.of(),
          note.description(),
          note.owner(),
          note.hidden());
    }
  }

  /**
   * All events of a period.
   *
   * @param truncated whether there are more
   */
  record Events(String from, String to, String asOf, List<EventJson> events, boolean truncated) {}

  /**
   * All properties of a period.
   *
   * @param truncated whether there are more
   */
  record Properties(
      String from, String to, String asOf, List<PropertyJson> properties, boolean truncated) {}

  /** What is noted. */
  record NoteJson(String name, String description, String owner, boolean hidden) {
    static NoteJson of(SchemaNote note) {
      return new NoteJson(note.name(), note.description(), note.owner(), note.hidden());
    }
  }

  private static String text(Instant instant) {
    return instant == null ? null : instant.toString();
  }
}
