package metricflow.api.export;

import java.io.OutputStream;
import java.util.Arrays;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.Collectors;
import metricflow.problem.ProblemException;
import metricflow.problem.ProblemType;

/** The formats of exports. */
enum ExportFormat {
  CSV("text/csv; charset=utf-8", CsvWriter::new),
  NDJSON("application/x-ndjson", NdjsonWriter::new),
  PARQUET("application/vnd.apache.parquet", ParquetRows::new);

  private final String mediaType;
  private final Function<OutputStream, RowWriter> writer;

  ExportFormat(String mediaType, Function<OutputStream, RowWriter> writer) {
    this.mediaType = mediaType;
    this.writer = writer;
  }

  /** The format of this name; CSV when there is none. */
  static ExportFormat named(String name) {
    return name == null
        ? CSV
        : Arrays.stream(values())
            .filter(format -> format.text().equals(name))
            .findFirst()
            .orElseThrow(() ->
                new ProblemException(
                    ProblemType.QUERY_INVALID,
                    "'format' must be one of %s."
                        .formatted(
                            Arrays.stream(values())
                                .map(ExportFormat::text)
                                .collect(Collectors.joining(", ")))));
  }

  /** Its name, which files of it end in too. */
  String text() {
    return name().toLowerCase(Locale.ROOT);
  }

  String mediaType() {
    return mediaType;
  }

  RowWriter writer(OutputStream out) {
    return writer.apply(out);
  }
}
