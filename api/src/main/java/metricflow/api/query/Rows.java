package metricflow.api.query;

import java.util.List;
import java.util.Map;

/**
 * The result of a statement.
 *
 * @param rows all of them
 * @param bytesScanned bytes read from the lake's files
 * @param versions the Delta version read of each table, by its name; empty when it is not known
 */
public record Rows(List<Row> rows, long bytesScanned, Map<String, Long> versions) {

  /** Keeps its own copies. */
  public Rows {
    rows = List.copyOf(rows);
    versions = Map.copyOf(versions);
  }
}
