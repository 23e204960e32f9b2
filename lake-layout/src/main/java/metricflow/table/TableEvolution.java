package metricflow.table;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Brings a table that an earlier release made up to this one.
 *
 * <p>The rules: a release may add columns that may be null, let a column be null that could not,
 * and change table properties. It never removes, renames or retypes a column. So a row of the last
 * release is a row of this one with nulls, and columns of a later release are passed over by this
 * one.
 */
public final class TableEvolution {
  private final Table table;
  private final String lake;

  /**
   * The evolution of one table.
   *
   * @param table the table as this release knows it
   * @param lake folder or URI of the lake
   */
  public TableEvolution(Table table, String lake) {
    this.table = table;
    this.lake = lake;
  }

  /**
   * Spark SQL to run, in order; none when the table is up to date.
   *
   * @param columns the table's columns as they are: name to type in Spark SQL
   * @param required names of those that may not be null, as it is
   * @param properties the table's Delta properties as they are
   * @throws IllegalStateException when the rules do not lead from there to here
   */
  public List<String> statements(
      Map<String, String> columns, Set<String> required, Map<String, String> properties) {
    List<Column> missing = new ArrayList<>();
    for (Column column : table.columns()) {
      String present = columns.get(column.name());
      if (present == null) {
        missing.add(addable(column));
      } else if (!present.equalsIgnoreCase(column.type().sql())) {
        throw new IllegalStateException(
            "Column %s of the table %s is %s; this release needs %s. Types never change: restore the table, or copy it into a new lake."
                .formatted(column.name(), table.location(lake), present, column.type().sql()));
      }
    }
    List<String> statements = new ArrayList<>();
    if (!missing.isEmpty()) {
      statements.add(
          missing.stream()
              .map(Column::definition)
              .collect(
                  Collectors.joining(
                      ", ", "ALTER TABLE delta.`%s` ADD COLUMNS (".formatted(location()), ")")));
    }
    table.columns().stream()
        .filter(column -> column.nullable() && required.contains(column.name()))
        .map(column ->
            "ALTER TABLE delta.`%s` ALTER COLUMN `%s` DROP NOT NULL"
                .formatted(location(), column.name()))
        .forEach(statements::add);
    Map<String, String> changed = new TreeMap<>(table.properties());
    changed.entrySet().removeAll(properties.entrySet());
    // The protocol a table has reached is never lowered, and raising it is no property's business.
    changed.keySet().removeIf(name -> name.startsWith("delta.min"));
    if (!changed.isEmpty()) {
      statements.add(
          changed.entrySet().stream()
              .map(property -> "'%s' = '%s'".formatted(property.getKey(), property.getValue()))
              .collect(
                  Collectors.joining(
                      ", ",
                      "ALTER TABLE delta.`%s` SET TBLPROPERTIES (".formatted(location()),
                      ")")));
    }
    return statements;
  }

  private Column addable(Column column) {
    if (!column.nullable() || table.partitionColumns().contains(column.name())) {
      throw new IllegalStateException(
          "The table %s has no column %s, and rows already there could not have one. Is this the lake of a MetricFlow?"
              .formatted(location(), column.name()));
    }
    return column;
  }

  private String location() {
    return table.location(lake);
  }
}
