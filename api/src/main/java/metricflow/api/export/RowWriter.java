package metricflow.api.export;

import java.io.IOException;
import java.util.List;
import metricflow.api.query.Row;
import metricflow.api.query.RowSink;
import metricflow.problem.Problem;

/** Writes rows in one format. Nothing is kept but what the format needs to be written at all. */
interface RowWriter {
  /** Comes first. Names are different from each other. */
  void begin(List<RowSink.Column> columns) throws IOException;

  void row(Row row) throws IOException;

  /** The end, after all rows. */
  void end() throws IOException;

  /** The end, before all rows have come: readers must not take it for the whole. */
  void broken(Problem problem) throws IOException;
}
