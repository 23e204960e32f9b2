package metricflow.jobs.backfill;

import java.util.Arrays;
import java.util.Optional;

/** How records lie in a file; its name tells. */
enum Container {
  /** A record a line. */
  LINES(".ndjson", ".jsonl", ".json"),
  /** RFC 4180 with a header; texts in quotes may have line breaks. */
  CSV(".csv", ".tsv"),
  PARQUET(".parquet");

  private final String[] endings;

  Container(String... endings) {
    this.endings = endings;
  }

  /** The container of a file with this name, which may end with {@code .gz} or {@code .zst}. */
  static Optional<Container> of(String name) {
    String plain = Compression.of(name).withoutEnding(name);
    return Arrays.stream(values())
        .filter(container -> Arrays.stream(container.endings).anyMatch(plain::endsWith))
        // What is inside a Parquet file is compressed, never the file.
        .filter(container -> container != PARQUET || plain.equals(name))
        .findFirst();
  }
}
