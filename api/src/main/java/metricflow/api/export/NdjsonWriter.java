package metricflow.api.export;

import java.io.IOException;
import java.io.OutputStream;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import metricflow.api.query.Row;
import metricflow.api.query.RowSink;
import metricflow.api.query.SqlValue;
import metricflow.api.web.Json;
import metricflow.api.web.ProblemAnswer;
import metricflow.problem.Problem;

/** A JSON object on each line. */
final class NdjsonWriter implements RowWriter {
  /** Where an export breaks off, its last object has this member alone. */
  static final String BROKEN = "$error";

  private final OutputStream out;
  private List<RowSink.Column> columns = List.of();

  NdjsonWriter(OutputStream out) {
    this.out = out;
  }

  @Override
  public void begin(List<RowSink.Column> all) {
    columns = all;
  }

  @Override
  public void row(Row row) throws IOException {
    Map<String, Object> object = new LinkedHashMap<>();
    for (int i = 0; i < columns.size(); i++) {
      object.put(columns.get(i).name(), SqlValue.json(row.values().get(i)));
    }
    line(object);
  }

  private void line(Object object) throws IOException {
    out.write(Json.bytes(object));
    out.write('\n');
  }

  @Override
  public void end() {}

  @Override
  public void broken(Problem problem) throws IOException {
    line(Map.of(BROKEN, ProblemAnswer.toJson(problem)));
  }
}
