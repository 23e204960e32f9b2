package metricflow.table;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * A table of the lake.
 *
 * @param name folder in the lake and name in SQL
 * @param comment what a row is
 * @param columns in the order of the files
 * @param partitionColumns names of the columns that folders are made of
 * @param sortColumns names of the columns that compacted files are sorted by
 * @param properties Delta table properties
 * @param retention how long rows are kept
 * @param writer the module that writes it
 */
public record Table(
    String name,
    String comment,
    List<Column> columns,
    List<String> partitionColumns,
    List<String> sortColumns,
    Map<String, String> properties,
    Retention retention,
    String writer) {

  /** Keeps its own copies. */
  public Table {
    columns = List.copyOf(columns);
    partitionColumns = List.copyOf(partitionColumns);
    sortColumns = List.copyOf(sortColumns);
    properties = Map.copyOf(properties);
  }

  /** Where the table lies, given the lake's folder or URI. */
  public String location(String lake) {
    return lake + "/" + name;
  }

  /** Spark SQL that creates the table at {@code lake} when it is not there yet. */
  public String createSql(String lake) {
    String body =
        columns.stream()
            .map(column -> "  " + column.definition())
            .collect(Collectors.joining(",\n"));
    String partitioning =
        partitionColumns.isEmpty()
            ? ""
            : "\nPARTITIONED BY (" + String.join(", ", partitionColumns) + ")";
    String settings =
        new TreeMap<>(properties)
            .entrySet().stream()
                .map(entry -> "'%s' = '%s'".formatted(entry.getKey(), entry.getValue()))
                .collect(Collectors.joining(", "));
    return "CREATE TABLE IF NOT EXISTS delta.`%s` (\n%s\n) USING DELTA%s\nCOMMENT '%s'\nTBLPROPERTIES (%s)"
        .formatted(location(lake), body, partitioning, comment.replace("'", "\\'"), settings);
  }

  /**
   * The columns of files that are appended: neither folders are made of them nor are they derived.
   */
  public List<Column> appendedColumns() {
    return columns.stream()
        .filter(column -> !partitionColumns.contains(column.name()) && !column.derived())
        .toList();
  }

  /** The Parquet message type of files that are appended. */
  public String parquetSchema() {
    return appendedColumns().stream()
        // Delta keeps NOT NULL in its log; files declare every column optional, as Spark's do.
        .map(column -> "  " + column.type().parquet(column.name(), true))
        .collect(Collectors.joining("\n", "message " + name + " {\n", "\n}"));
  }
}
