package metricflow.api.export;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import metricflow.api.query.Row;
import metricflow.api.query.RowSink;
import metricflow.api.query.SqlValue;
import metricflow.api.web.Json;
import metricflow.problem.Problem;

/**
 * CSV as RFC 4180 has it, with the names of the columns first. NULL is nothing, an empty text is
 * {@code ""}. A text that a spreadsheet would run as a formula comes after an apostrophe.
 */
final class CsvWriter implements RowWriter {
  private static final String STARTS_FORMULA = "=+-@\t\r";

  /** Where an export breaks off, its last line begins so. */
  static final String BROKEN = "#error";

  private final OutputStream out;

  CsvWriter(OutputStream out) {
    this.out = out;
  }

  @Override
  public void begin(List<RowSink.Column> columns) throws IOException {
    line(columns.stream().map(column -> (Object) column.name()).toList());
  }

  @Override
  public void row(Row row) throws IOException {
    line(row.values());
  }

  private void line(List<?> values) throws IOException {
    out.write(
        (values.stream().map(CsvWriter::cell).collect(Collectors.joining(",")) + "\r\n")
            .getBytes(StandardCharsets.UTF_8));
  }

  private static String cell(Object value) {
    return switch (SqlValue.json(value)) {
      case null -> "";
      case String text -> quoted(harmless(text));
      case List<?> list -> quoted(json(list));
      case Map<?, ?> map -> quoted(json(map));
      case Object number -> number.toString();
    };
  }

  private static String json(Object value) {
    return new String(Json.bytes(value), StandardCharsets.UTF_8);
  }

  private static String harmless(String text) {
    boolean formula = !text.isEmpty() && STARTS_FORMULA.indexOf(text.charAt(0)) >= 0;
    return formula ? "'" + text : text;
  }

  private static String quoted(String text) {
    boolean plain =
        !text.isEmpty()
            && text.chars().noneMatch(c -> c == ',' || c == '"' || c == '\n' || c == '\r');
    return plain ? text : '"' + text.replace("\"", "\"\"") + '"';
  }

  @Override
  public void end() {}

  @Override
  public void broken(Problem problem) throws IOException {
    line(List.of(BROKEN, problem.type().slug(), problem.detail()));
  }
}
