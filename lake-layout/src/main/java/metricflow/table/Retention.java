package metricflow.table;

/**
 * How long the rows of a table are kept. The number of days is one setting for all tables, {@link
 * metricflow.config.ConfigKey#METRICFLOW_RETENTION_DAYS}.
 *
 * @param rule what ends the life of a row
 * @param column the column whose UTC day counts; empty with {@link Rule#KEPT}
 * @param perProject whether a project may keep its rows for fewer days
 */
public record Retention(Rule rule, String column, boolean perProject) {
  /** Days that are kept whatever is set: live counters, late events and their rollups need them. */
  public static final int MIN_DAYS = 7;

  /** What ends the life of a row. */
  public enum Rule {
    /** The day of its column is past the days kept. */
    DAY,
    /** The day of its column is past, and its person has no day of activity left. */
    PERSON,
    /** Nothing: the table does not grow with time. */
    KEPT
  }

  /** Rows go with their day. */
  static Retention byDay(String column, boolean perProject) {
    return new Retention(Rule.DAY, column, perProject);
  }

  /** Rows go with the last day of their person. */
  static Retention byPerson(String column) {
    return new Retention(Rule.PERSON, column, false);
  }

  /** Rows stay. */
  static Retention kept() {
    return new Retention(Rule.KEPT, "", false);
  }
}
