package metricflow.api.metadata;

import java.util.Locale;

/**
 * Who does something.
 *
 * @param kind whether a key, a member or the installation's admin
 * @param id of the key or the member; empty for the admin
 * @param name of the key, or a member's email address
 */
public record Actor(Kind kind, String id, String name) {
  /** Whoever holds the admin key of the installation. */
  public static final Actor ADMIN = new Actor(Kind.ADMIN, "", "installation admin");

  /** The sorts of actor. */
  public enum Kind {
    /** A program with a key of the project. */
    KEY,
    /** A person with a token of their own. */
    MEMBER,
    /** The holder of the installation's admin key. */
    ADMIN;

    /** Its name in JSON and in the store. */
    public String text() {
      return name().toLowerCase(Locale.ROOT);
    }

    static Kind of(String text) {
      return valueOf(text.toUpperCase(Locale.ROOT));
    }
  }
}
