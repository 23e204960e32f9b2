package metricflow.jobs.rollup;

import java.util.ArrayList;
import java.util.ConcurrentModificationException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.Function;
import metricflow.jobs.JobFailedException;
import metricflow.jobs.Lake;
import metricflow.table.Table;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;

/**
 * A table of projects' codes, rows of a project, a code and what it stands for: gives them to what
 * has had none before.
 */
final class CodeTable<T> {
  private static final int ATTEMPTS = 5;

  private final Lake lake;
  private final Table table;
  private final String commits;
  private final Function<Row, T> meaning;
  private final Function<T, List<Object>> cells;
  private final BiFunction<Map<T, Integer>, List<T>, Map<T, Integer>> assigner;

  /**
   * A table.
   *
   * @param commits identity of the commits: of two runs that give codes at once, one gives way
   * @param meaning what a row's code stands for
   * @param cells the cells of a row after project and code
   * @param assigner the codes that are given to what is seen, where some are given already
   */
  CodeTable(
      Lake lake,
      Table table,
      String commits,
      Function<Row, T> meaning,
      Function<T, List<Object>> cells,
      BiFunction<Map<T, Integer>, List<T>, Map<T, Integer>> assigner) {
    this.lake = lake;
    this.table = table;
    this.commits = commits;
    this.meaning = meaning;
    this.cells = cells;
    this.assigner = assigner;
  }

  /** The codes by project, after a commit when there were none for some of what is seen. */
  Map<Integer, Map<T, Integer>> codesOf(Map<Integer, List<T>> seen) {
    for (int attempt = 1; ; attempt++) {
      // What another run gave meanwhile is known the next time round.
      long version = lake.log(table).unsafeVolatileSnapshot().version();
      Map<Integer, Map<T, Integer>> known = read(version);
      List<Row> added = added(seen, known);
      if (added.isEmpty()) {
        return known;
      }
      try {
        Dataset<Row> rows = lake.spark().createDataFrame(added, Lake.schema(table)).coalesce(1);
        lake.appendOnce(table, rows, commits, version + 1);
      } catch (ConcurrentModificationException anotherRun) {
        if (attempt == ATTEMPTS) {
          throw new JobFailedException(
              "Other runs gave codes to events %d times meanwhile. Run one rollup at a time."
                  .formatted(ATTEMPTS),
              anotherRun);
        }
      }
    }
  }

  private Map<Integer, Map<T, Integer>> read(long version) {
    Map<Integer, Map<T, Integer>> known = new HashMap<>();
    for (Row row : lake.read(table, version).collectAsList()) {
      int project = row.getInt(row.fieldIndex("project_id"));
      int code = row.getInt(row.fieldIndex("code"));
      known.computeIfAbsent(project, none -> new HashMap<>()).put(meaning.apply(row), code);
    }
    return known;
  }

  private List<Row> added(Map<Integer, List<T>> seen, Map<Integer, Map<T, Integer>> known) {
    List<Row> rows = new ArrayList<>();
    seen.forEach((project, meanings) ->
        assigner
            .apply(known.getOrDefault(project, Map.of()), meanings)
            .forEach((given, code) -> {
              List<Object> row = new ArrayList<>(List.of(project, code));
              row.addAll(cells.apply(given));
              rows.add(RowFactory.create(row.toArray()));
            }));
    return rows;
  }
}
