package metricflow.tests.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Rows committed to a Delta table since a moment, counted from its log: what Trino would see. */
final class DeltaLogRows {
  private static final Pattern ROWS = Pattern.compile("numRecords\\\\*\":(\\d+)");

  private final Path log;
  private long version;
  private long rows;

  /** Counts what is committed from now on. */
  DeltaLogRows(Path table) throws IOException {
    this.log = table.resolve("_delta_log");
    try (var files = Files.list(log)) {
      version =
          files
              .map(file -> file.getFileName().toString())
              .filter(name -> name.matches("\\d{20}\\.json"))
              .mapToLong(name -> Long.parseLong(name.substring(0, 20)))
              .max()
              .orElse(-1);
    }
  }

  long read() throws IOException {
    for (Path next = commit(version + 1); Files.exists(next); next = commit(version + 1)) {
      for (String action : Files.readAllLines(next)) {
        // A merge of small files adds no rows.
        if (!action.contains("\"dataChange\":false")) {
          count(action);
        }
      }
      version++;
    }
    return rows;
  }

  private void count(String action) {
    Matcher counted = ROWS.matcher(action);
    while (counted.find()) {
      rows += Long.parseLong(counted.group(1));
    }
  }

  private Path commit(long number) {
    return log.resolve("%020d.json".formatted(number));
  }
}
