package metricflow.api.query;

import java.util.List;

/** Takes a result row by row, so that it need not fit into memory. */
public interface RowSink {

  /** Comes first, once. */
  default void columns(List<Column> columns) {}

  /** The next row. May block: the statement then waits, within its time limit. */
  void row(Row row);

  /**
   * A column of the result.
   *
   * @param name as the statement calls it
   * @param type Trino's name for its type
   */
  record Column(String name, String type) {}
}
