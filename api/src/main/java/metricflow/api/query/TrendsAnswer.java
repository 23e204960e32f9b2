package metricflow.api.query;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;

/** The answers to {@link Trends} and {@link Segmentation}: from rollups where they hold enough. */
final class TrendsAnswer {
  private static final String NEEDS_EVENTS =
      "Rollups count the events of UTC hours by one field, and hold what a person did on a UTC day"
          + " but not which event or value; timelines tell unique persons by event, page, country,"
          + " device, browser, os and plan, and of persons who did or had something. This question"
          + " needs more.";

  private final Asking asking;
  private final TrendsSql compiler;

  private TrendsAnswer(Asking asking) {
    this.asking = asking;
    this.compiler = new TrendsSql(asking.lake());
  }

  static Answer of(Asking asking, Segmentation query) {
    TrendsAnswer answer = new TrendsAnswer(asking);
    Optional<TrendsRollup> rollup = TrendsRollup.of(query, Optional.empty(), query.period());
    return answer
        .source(rollup, query.period())
        .answer(
            asking,
            source -> answer.segments(query, source.isRaw() ? Optional.empty() : rollup, source));
  }

  static Answer of(Asking asking, Trends query) {
    TrendsAnswer answer = new TrendsAnswer(asking);
    Period read = read(query);
    Optional<TrendsRollup> rollup = TrendsRollup.of(query.what(), Optional.of(query), read);
    return answer
        .source(rollup, read)
        .answer(
            asking,
            source -> answer.lines(query, source.isRaw() ? Optional.empty() : rollup, source));
  }

  private DaySource source(Optional<TrendsRollup> rollup, Period read) {
    return rollup.isEmpty()
        ? DaySource.raw(NEEDS_EVENTS)
        : DaySource.of(
            isOfTimelines(rollup.get()) ? "timeline" : "rollup",
            read.utcDays(),
            asking.rolled().complete(read),
            asking.rolled());
  }

  /** All days that some point covers, those of the period before included. */
  private static Period read(Trends query) {
    Period period = query.period();
    LocalDate first = query.firstDay();
    if (query.compare()) {
      LocalDate before = query.during(period.previous()).firstDay();
      first = before.isBefore(first) ? before : first;
    }
    return period.since(first);
  }

  /** Empty when the rollup is not to be trusted with this. */
  private Optional<Answer> segments(
      Segmentation query, Optional<TrendsRollup> rollup, DaySource source) {
    List<Row> rows =
        groups(
            query,
            1,
            (sql, shown) -> sql.compile(asking.projectId(), query, shown, asking.rolled(), rollup));
    return doubtful(query, rollup, rows)
        ? Optional.empty()
        : Optional.of(
            new Answer.Segments(
                asking.receipt(source),
                source.rollupAsOf(),
                TrendsReader.groups(query, List.of(), rows),
                TrendsReader.cut(query, rows)));
  }

  private Optional<Answer> lines(Trends query, Optional<TrendsRollup> rollup, DaySource source) {
    Period period = query.period();
    List<Row> rows =
        groups(
            query.what(),
            query.window(),
            (sql, shown) -> sql.compile(asking.projectId(), query, shown, asking.rolled(), rollup));
    if (doubtful(query.what(), rollup, rows)) {
      return Optional.empty();
    }
    Answer.Previous previous = null;
    if (query.compare()) {
      Trends before = query.during(period.previous());
      ShownGroups same = new ShownGroups.Named(TrendsReader.shown(query.what(), rows), false);
      SqlStatement statement =
          new TrendsSql(asking.lakeFound())
              .compile(asking.projectId(), before, same, asking.rolled(), rollup);
      List<Row> earlier = asking.run(statement);
      if (doubtful(query.what(), rollup, earlier)) {
        return Optional.empty();
      }
      previous =
          new Answer.Previous(
              before.period().from().toString(),
              before.period().to().toString(),
              statement.reproducible(),
              query.interval().labels(before.period()),
              groups(before, earlier));
    }
    return Optional.of(
        new Answer.TrendLines(
            asking.receipt(source),
            source.rollupAsOf(),
            query.interval().labels(period),
            groups(query, rows),
            TrendsReader.cut(query.what(), rows),
            previous));
  }

  /**
   * The rows of the largest groups and of the one of all others; where its numbers do not follow
   * from those of its groups and there are any, they are asked for by themselves, of the same data.
   */
  private List<Row> groups(
      Segmentation query, int window, BiFunction<TrendsSql, ShownGroups, SqlStatement> compile) {
    List<Row> rows = asking.run(compile.apply(compiler, new ShownGroups.Largest()));
    if (query.breakdown().isEmpty() || MeasureSql.addsUp(query)) {
      return rows;
    }
    List<List<String>> shown = TrendsReader.shown(query, rows);
    // Without a row nothing tells of groups with events before the period alone.
    boolean others =
        rows.isEmpty() ? window > 1 : TrendsReader.allGroups(query, rows.getFirst()) > shown.size();
    if (!others) {
      return rows;
    }
    TrendsSql same = new TrendsSql(asking.lakeFound());
    List<Row> all = new ArrayList<>(rows);
    all.addAll(asking.runAlso(compile.apply(same, new ShownGroups.Named(shown, true))));
    return all;
  }

  private static boolean doubtful(
      Segmentation query, Optional<TrendsRollup> rollup, List<Row> rows) {
    return rollup.isPresent()
        && (TrendsFactsSql.countsPersons(query) || isOfTimelines(rollup.get()))
        && !rows.isEmpty()
        && rows.getFirst().isDoubtful();
  }

  private static boolean isOfTimelines(TrendsRollup rollup) {
    return rollup instanceof TrendsRollup.Timelines
        || rollup instanceof TrendsRollup.TimelineCounts;
  }

  private static List<Answer.Group> groups(Trends query, List<Row> rows) {
    return TrendsReader.groups(query.what(), query.interval().numbers(query.period()), rows);
  }
}
