package metricflow.api.query;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** The answers to {@link Trends} and {@link Segmentation}: from rollups where they hold enough. */
final class TrendsAnswer {
  private static final String NEEDS_EVENTS =
      "Rollups count the events of UTC hours by one field, or by event, country, device, browser,"
          + " os and plan, and hold what a person did on a UTC day but not which event or value;"
          + " timelines tell unique persons by these and by page, and of persons who did or had"
          + " something. This question needs more.";

  private static final String TIMELINE = "timeline";

  private final Asking asking;
  private final TrendsSql compiler;

  private TrendsAnswer(Asking asking) {
    this.asking = asking;
    this.compiler = new TrendsSql(asking.lake());
  }

  /** The statement for a part of the question, or all of it. */
  private interface Compile {
    SqlStatement statement(
        TrendsSql sql, Segmentation what, ShownGroups shown, Optional<TrendsRollup> rollup);
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
            name(rollup.get()), read.utcDays(), asking.rolled().complete(read), asking.rolled());
  }

  private static String name(TrendsRollup rollup) {
    return switch (rollup) {
      case TrendsRollup.Timelines(), TrendsRollup.TimelineCounts() -> TIMELINE;
      case TrendsRollup.Counts _, TrendsRollup.Contexts(), TrendsRollup.PersonDays() -> "rollup";
      case TrendsRollup.Apart(TrendsRollup ranking, TrendsRollup other) ->
          name(ranking).equals(name(other)) ? name(other) : "rollup+timeline";
    };
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
    Compile compile =
        (sql, what, shown, from) ->
            sql.compile(asking.projectId(), what, shown, asking.rolled(), from);
    return largest(query, 1, compile, rollup)
        .map(rows ->
            new Answer.Segments(
                asking.receipt(source),
                source.rollupAsOf(),
                TrendsReader.groups(query, List.of(), rows),
                TrendsReader.cut(query, rows)));
  }

  private Optional<Answer> lines(Trends query, Optional<TrendsRollup> rollup, DaySource source) {
    Optional<List<Row>> found = largest(query.what(), query.window(), compile(query), rollup);
    if (found.isEmpty()) {
      return Optional.empty();
    }
    List<Row> rows = found.get();
    Answer.Previous previous = null;
    if (query.compare()) {
      Trends before = query.during(query.period().previous());
      ShownGroups same = new ShownGroups.Named(TrendsReader.shown(query.what(), rows), false);
      List<String> told = new ArrayList<>();
      Optional<List<Row>> earlier =
          named(
              before.what(),
              same,
              compile(before),
              rollup,
              statement -> {
                told.add(statement.reproducible());
                return asking.run(statement);
              });
      if (earlier.isEmpty()) {
        return Optional.empty();
      }
      previous =
          new Answer.Previous(
              before.period().from().toString(),
              before.period().to().toString(),
              String.join(";\n", told),
              query.interval().labels(before.period()),
              groups(before, earlier.get()));
    }
    return Optional.of(
        new Answer.TrendLines(
            asking.receipt(source),
            source.rollupAsOf(),
            query.interval().labels(query.period()),
            groups(query, rows),
            TrendsReader.cut(query.what(), rows),
            previous));
  }

  private Compile compile(Trends query) {
    return (sql, what, shown, from) ->
        sql.compile(asking.projectId(), query.with(what), shown, asking.rolled(), from);
  }

  /**
   * The rows of the largest groups and of the one of all others; empty when the rollup is not to be
   * trusted with them.
   */
  private Optional<List<Row>> largest(
      Segmentation query, int window, Compile compile, Optional<TrendsRollup> rollup) {
    if (rollup.isPresent() && rollup.get() instanceof TrendsRollup.Apart from) {
      MeasuresApart apart = new MeasuresApart(query);
      return largest(apart.ranking(), window, compile, Optional.of(from.ranking()))
          .flatMap(ranked -> {
            ShownGroups same = new ShownGroups.Named(TrendsReader.shown(query, ranked), false);
            return named(apart.other(), same, compile, Optional.of(from.other()), asking::runAlso)
                .map(others -> apart.join(ranked, others));
          });
    }
    return trusted(query, rollup, groups(query, window, compile, rollup));
  }

  /** The rows of these groups, of the data that was found so far; empty as above. */
  private Optional<List<Row>> named(
      Segmentation query,
      ShownGroups same,
      Compile compile,
      Optional<TrendsRollup> rollup,
      Function<SqlStatement, List<Row>> run) {
    if (rollup.isPresent() && rollup.get() instanceof TrendsRollup.Apart from) {
      MeasuresApart apart = new MeasuresApart(query);
      return named(apart.ranking(), same, compile, Optional.of(from.ranking()), run)
          .flatMap(ranked ->
              named(apart.other(), same, compile, Optional.of(from.other()), run)
                  .map(others -> apart.join(ranked, others)));
    }
    TrendsSql found = new TrendsSql(asking.lakeFound());
    return trusted(query, rollup, run.apply(compile.statement(found, query, same, rollup)));
  }

  /**
   * The rows of the largest groups and of the one of all others; where its numbers do not follow
   * from those of its groups and there are any, they are asked for by themselves, of the same data.
   */
  private List<Row> groups(
      Segmentation query, int window, Compile compile, Optional<TrendsRollup> rollup) {
    List<Row> rows =
        asking.run(compile.statement(compiler, query, new ShownGroups.Largest(), rollup));
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
    all.addAll(
        asking.runAlso(compile.statement(same, query, new ShownGroups.Named(shown, true), rollup)));
    return all;
  }

  private static Optional<List<Row>> trusted(
      Segmentation query, Optional<TrendsRollup> rollup, List<Row> rows) {
    return doubtful(query, rollup, rows) ? Optional.empty() : Optional.of(rows);
  }

  private static boolean doubtful(
      Segmentation query, Optional<TrendsRollup> rollup, List<Row> rows) {
    return rollup.isPresent()
        && (TrendsFactsSql.countsPersons(query) || name(rollup.get()).equals(TIMELINE))
        && !rows.isEmpty()
        && rows.getFirst().isDoubtful();
  }

  private static List<Answer.Group> groups(Trends query, List<Row> rows) {
    return TrendsReader.groups(query.what(), query.interval().numbers(query.period()), rows);
  }
}
