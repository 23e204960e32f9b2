package metricflow.api.query.filter;

import static metricflow.table.ColumnType.STRING;

import java.util.List;
import java.util.stream.Stream;
import metricflow.problem.ProblemException;
import metricflow.problem.ProblemType;
import metricflow.table.Column;
import metricflow.table.Tables;

/**
 * Something an event may have a value for. A value is text; absent, JSON null, lists and objects
 * are none.
 */
public sealed interface Field {
  /** Longest name of a property, in characters. */
  int MAX_NAME = 200;

  /** Columns that hold JSON objects; their members are fields. */
  List<String> OBJECTS = metricflow.promotion.Property.OBJECTS;

  /** The columns one may filter and break down by. */
  List<String> COLUMNS =
      Tables.EVENTS.columns().stream()
          .filter(column -> column.type() == STRING && !column.derived())
          .map(Column::name)
          .filter(name -> !OBJECTS.contains(name))
          .toList();

  /** Its name, as {@link #named} takes it. */
  default String text() {
    return switch (this) {
      case Of column -> column.name();
      case Property property -> property.object() + "." + property.name();
    };
  }

  /**
   * A column of {@code events}.
   *
   * @param name one of {@link #COLUMNS}
   */
  record Of(String name) implements Field {}

  /**
   * A member of one of the JSON columns, as sent with the event itself.
   *
   * @param object one of {@link #OBJECTS}
   * @param name the member's name; it may hold dots, which mean nothing
   */
  record Property(String object, String name) implements Field {}

  /**
   * The field named {@code country}, {@code properties.plan}, {@code user_properties.age}.
   *
   * @param member where the name was found, for the problem
   * @throws ProblemException of type {@code QUERY_INVALID} when no field is named so
   */
  static Field named(String name, String member) {
    if (COLUMNS.contains(name)) {
      return new Of(name);
    }
    for (String object : OBJECTS) {
      int start = object.length() + 1;
      if (name.startsWith(object + ".")
          && name.length() > start
          && name.length() <= start + MAX_NAME) {
        return new Property(object, name.substring(start));
      }
    }
    throw new ProblemException(
        ProblemType.QUERY_INVALID,
        "'%s' names no field; it must be one of %s."
            .formatted(
                member,
                String.join(
                    ", ",
                    Stream.concat(
                            COLUMNS.stream(),
                            OBJECTS.stream()
                                .map(
                                    object -> object + ".<1 to %d characters>".formatted(MAX_NAME)))
                        .toList())));
  }
}
