package metricflow.api.query;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Names of groups, as SQL: one text for the values of several fields, which sorts as they do, those
 * that are not there last. A value begins with {@code =}, none is {@code ~}, and two characters 0
 * stand between two of them; in a value a character 1 follows each 0.
 */
final class GroupSql {
  private static final String BETWEEN = "chr(0) || chr(0)";

  private GroupSql() {}

  /** The name for values, texts that are NULL where there is none. */
  static String name(List<String> values) {
    return values.stream()
        .map("coalesce('=' || replace(%s, chr(0), chr(0) || chr(1)), '~')"::formatted)
        .collect(Collectors.joining(" || " + BETWEEN + " || ", "CAST(", " AS varchar)"));
  }

  /** The name for these values, null where there is none. */
  static String nameOf(List<String> values) {
    return values.stream()
        .map(value -> value == null ? "~" : "=" + value.replace("\0", "\0\1"))
        .collect(Collectors.joining("\0\0"));
  }

  /** The columns {@code value_i} out of a name. */
  static String values(int fields, String name) {
    return IntStream.range(0, fields)
        .mapToObj(i ->
            "IF(split(%1$s, %2$s)[%3$d] <> '~', replace(substr(split(%1$s, %2$s)[%3$d], 2), chr(0) || chr(1), chr(0))) AS value_%4$d"
                .formatted(name, BETWEEN, i + 1, i))
        .collect(Collectors.joining(",\n    "));
  }
}
