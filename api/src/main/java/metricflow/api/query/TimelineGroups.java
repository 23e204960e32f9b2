package metricflow.api.query;

import java.util.List;
import java.util.stream.IntStream;
import metricflow.api.query.filter.Field;

/**
 * In which groups events are counted from timelines.
 *
 * @param fields whose values make the groups; none: there are none
 * @param shown which groups there are; of those named each is called by its rank, and the one of
 *     all others {@code 0}
 */
record TimelineGroups(List<Field> fields, ShownGroups shown) {
  static final TimelineGroups NONE = new TimelineGroups(List.of(), new ShownGroups.Largest());

  /** Keeps its own copy. */
  TimelineGroups {
    fields = List.copyOf(fields);
  }

  boolean areAny() {
    return !fields.isEmpty();
  }

  /** Writes the name of the group of a row with the fields as columns; NULL where it is in none. */
  void write(SqlStatement.Builder sql) {
    write(sql, fields.stream().map(Field::text).toList());
  }

  /** The same of columns {@code value_i}, with the name of their table before them. */
  void ofValues(SqlStatement.Builder sql, String table) {
    write(sql, IntStream.range(0, fields.size()).mapToObj(i -> table + ".value_" + i).toList());
  }

  private void write(SqlStatement.Builder sql, List<String> columns) {
    String name = GroupSql.name(columns);
    switch (shown) {
      case ShownGroups.Largest() -> sql.text(name);
      case ShownGroups.Named(var values, boolean _) when values.isEmpty() -> sql.text("'0'");
      case ShownGroups.Named(var values, boolean othersOnly) when othersOnly ->
          sql.text("IF(" + name + " IN (")
              .values(values.stream().map(GroupSql::nameOf).toList())
              .text("), NULL, '0')");
      case ShownGroups.Named(var values, boolean _) -> {
        sql.text("CASE " + name);
        for (int i = 0; i < values.size(); i++) {
          sql.text(" WHEN ")
              .value(GroupSql.nameOf(values.get(i)))
              .text(" THEN '%d'".formatted(i + 1));
        }
        sql.text(" ELSE '0' END");
      }
    }
  }
}
