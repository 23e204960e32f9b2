package metricflow.api.query;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.stream.LongStream;

/** The answer to {@link Paths}. */
final class PathsAnswer {
  private PathsAnswer() {}

  static Answer of(Asking asking, Paths query) {
    Period read = SessionSql.read(query.period());
    SortedSet<LocalDate> days = asking.rolled().complete(read);
    DaySource source = DaySource.timelines(PathBlocksSql.suits(query), read, asking.rolled());
    return source.answer(
        asking,
        chosen ->
            chosen.isRaw()
                ? fromEvents(asking, query, chosen)
                : fromTimelines(asking, query, days, chosen));
  }

  private static Optional<Answer> fromEvents(Asking asking, Paths query, DaySource source) {
    List<Row> rows =
        asking.run(new PathsSql(asking.lake()).compile(asking.projectId(), query, asking.rolled()));
    return Optional.of(answer(asking.receipt(source), null, query, rows));
  }

  private static Optional<Answer> fromTimelines(
      Asking asking, Paths query, SortedSet<LocalDate> days, DaySource source) {
    List<Row> rows =
        asking.run(
            new PathBlocksSql(asking.lake())
                .compile(asking.projectId(), query, days, asking.rolled()));
    return rows.getFirst().isDoubtful()
        ? Optional.empty()
        : Optional.of(answer(asking.receipt(source), source.rollupAsOf(), query, rows));
  }

  private static Answer answer(Receipt receipt, String rollupAsOf, Paths query, List<Row> rows) {
    List<Row> edges = rows.stream().filter(row -> row.has(0)).toList();
    return new Answer.Ways(
        receipt,
        rollupAsOf,
        LongStream.rangeClosed(1, query.depth()).mapToObj(depth -> level(depth, edges)).toList());
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
