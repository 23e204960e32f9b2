package metricflow.api.metadata;

import java.util.Locale;

/**
 * What a team says of an event or a property.
 *
 * @param name of the event, or of the property as filters name it
 * @param description for people, or null
 * @param owner whom to ask, or null
 * @param hidden whether lists leave it out unless asked
 */
public record SchemaNote(String name, String description, String owner, boolean hidden) {

  /** What is noted of what nobody has said anything of. */
  public static SchemaNote none(String name) {
    return new SchemaNote(name, null, null, false);
  }

  /** What notes are about. */
  public enum Kind {
    /** Events, by name. */
    EVENT,
    /** Properties of events and persons. */
    PROPERTY;

    /** Its name in the store. */
    public String text() {
      return name().toLowerCase(Locale.ROOT);
    }
  }
}
