package metricflow.table;

/**
 * A column of a table.
 *
 * @param name the name everywhere
 * @param type its type
 * @param nullable whether a row may have none
 * @param derived whether it repeats what other columns say; rows are appended without it, and
 *     compaction fills it
 * @param comment what it means, for people
 */
public record Column(
    String name, ColumnType type, boolean nullable, boolean derived, String comment) {

  static Column required(String name, ColumnType type, String comment) {
    return new Column(name, type, false, false, comment);
  }

  static Column optional(String name, ColumnType type, String comment) {
    return new Column(name, type, true, false, comment);
  }

  static Column derived(String name, ColumnType type, String comment) {
    return new Column(name, type, true, true, comment);
  }

  /** The column in Spark's {@code CREATE TABLE} and {@code ADD COLUMNS}. */
  String definition() {
    return "`%s` %s%s COMMENT '%s'"
        .formatted(name, type.sql(), nullable ? "" : " NOT NULL", comment.replace("'", "\\'"));
  }
}
