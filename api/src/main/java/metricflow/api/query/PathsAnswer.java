package metricflow.api.query;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;

/** The answer to {@link Paths}. */
final class PathsAnswer {
  private PathsAnswer() {}

  static Answer of(Asking asking, Paths query) {
    List<Row> rows =
        asking.run(new PathsSql(asking.lake()).compile(asking.projectId(), query, asking.rolled()));
    return new Answer.Ways(
        asking.receipt("raw", "No rollup holds the events of each session in their order."),
        LongStream.rangeClosed(1, query.depth()).mapToObj(depth -> level(depth, rows)).toList());
  }

  private static Answer.Level level(long depth, List<Row> all) {
    List<Row> rows = all.stream().filter(row -> row.number(0) == depth).toList();
    if (rows.isEmpty()) {
      return new Answer.Level(depth, List.of(), 0, 0, 0);
    }
    List<Answer.Edge> edges = new ArrayList<>();
    long shown = 0;
    for (Row row : rows) {
      if (row.has(1) && row.has(2)) {
        edges.add(new Answer.Edge(row.text(1), row.text(2), row.number(3), row.number(4)));
        shown += row.number(3);
      }
    }
    Row any = rows.getFirst();
    return new Answer.Level(
        depth, edges, any.number(7) - edges.size(), any.number(5) - shown, any.number(6));
  }
}
