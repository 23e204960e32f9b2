package metricflow.table;

import java.util.List;
import java.util.Locale;
import java.util.TreeMap;
import java.util.stream.Collectors;
import metricflow.config.ConfigKey;

/** {@code TABLES.md}: what the lake holds, for readers. */
final class TablesPage {
  private final StringBuilder page = new StringBuilder();

  private TablesPage() {}

  static String of(List<Table> tables) {
    TablesPage page = new TablesPage();
    page.opening(tables);
    tables.forEach(page::table);
    return page.page.toString();
  }

  private void opening(List<Table> tables) {
    page.append(
        """
        # The tables of the lake

        Generated from `metricflow.table.Tables` by `TablesPageTest`; change it there and run
        `mvn -pl lake-layout test -Dtest=TablesPageTest -Dtables.update=true`. All times are UTC.

        | table | a row | written by | kept |
        |---|---|---|---|
        """);
    for (Table table : tables) {
      line(
          "| [`%s`](#%s) | %s | `%s` | %s |",
          table.name(), table.name(), table.comment(), table.writer(), kept(table.retention()));
    }
    line("");
    line(
        "\"The days kept\" are `METRICFLOW_RETENTION_DAYS` (%s), today not counted, and at least %d. Where it says so a"
            + " project may keep fewer: see the job `retention` in [spark-jobs](../spark-jobs/README.md).",
        ConfigKey.METRICFLOW_RETENTION_DAYS.defaultValue(), Retention.MIN_DAYS);
  }

  private void table(Table table) {
    line("\n## %s", table.name());
    line("\n%s.\n", table.comment());
    line("- **Owner:** `%s`, which alone writes rows; jobs may rewrite them.", table.writer());
    line("- **Partitioned by:** %s.", names(table.partitionColumns(), "nothing"));
    line(
        "- **Sorted by**, in files of compaction and rollups: %s.",
        names(table.sortColumns(), "nothing"));
    line("- **Kept:** %s.", kept(table.retention()));
    line(
        "- **Properties:** %s.\n",
        new TreeMap<>(table.properties())
            .entrySet().stream()
                .map(property -> "`%s` = `%s`".formatted(property.getKey(), property.getValue()))
                .collect(Collectors.joining(", ")));
    line("| column | type | may be null | meaning |");
    line("|---|---|---|---|");
    for (Column column : table.columns()) {
      line(
          "| `%s` | %s | %s | %s |",
          column.name(),
          column.type().sql().toLowerCase(Locale.ROOT),
          column.nullable() ? "yes" : "",
          column.comment().replace("|", "\\|"));
    }
  }

  private static String kept(Retention retention) {
    String fewer = retention.perProject() ? ", or the project's fewer" : "";
    return switch (retention.rule()) {
      case DAY -> "the days kept, by `%s`%s".formatted(retention.column(), fewer);
      case PERSON ->
          "the days kept, by `%s`, and longer while the person is active"
              .formatted(retention.column());
      case KEPT -> "always";
    };
  }

  private static String names(List<String> columns, String none) {
    return columns.isEmpty()
        ? none
        : columns.stream().map(name -> "`" + name + "`").collect(Collectors.joining(", "));
  }

  private void line(String format, Object... arguments) {
    page.append(arguments.length == 0 ? format : format.formatted(arguments)).append('\n');
  }
}
