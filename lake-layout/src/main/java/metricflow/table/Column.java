package metricflow.table;

/**
 * A column of a table.
 *
 * @param name the name everywhere
 * @param type its type
 * @param nullable whether a row may have none
 * @param comment what it means, for people
 */
public record Column(String name, ColumnType type, boolean nullable, String comment) {

  static Column required(String name, ColumnType type, String comment) {
    return new Column(name, type, false, comment);
  }

  static Column optional(String name, ColumnType type, String comment) {
    return new Column(name, type, true, comment);
  }

  /** The column in Spark's {@code CREATE TABLE} and {@code ADD COLUMNS}. */
  String definition() {
    return "`%s` %s%s COMMENT '%s'"
        .formatted(name, type.sql(), nullable ? "" : " NOT NULL", comment.replace("'", "\\'"));
  }
}
