package metricflow.api.query;

import java.util.List;
import java.util.Map;

/**
 * The result of a statement.
 *
 * @param rows all of them
 * @param bytesScanned bytes read from the lake's files
 * @param versions the Delta version read of each table, by its name; empty when it is not known
 * @param columns what the rows hold, in order; empty when it is not known
 */
public record Rows(
    List<Row> rows, long bytesScanned, Map<String, Long> versions, List<RowSink.Column> columns) {

  /** Keeps its own copies. */
  public Rows {
    rows = List.copyOf(rows);
    versions = Map.copyOf(versions);
    columns = List.copyOf(columns);
  }

  /** A result whose columns need no names. */
  public Rows(List<Row> rows, long bytesScanned, Map<String, Long> versions) {
    this(rows, bytesScanned, versions, List.of());
  }
}
