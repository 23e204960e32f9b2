package metricflow.api.query;

import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.BiFunction;
import java.util.function.Function;

/**
 * The answers to {@link Retention}, {@link Stickiness} and {@link Lifecycle}: from persons' days
 * and first times where these tell who was active.
 */
final class ActivityAnswer {
  private static final String NEEDS_EVENTS =
      "Rollups hold what a person did on a UTC day, and each first time, but not which event or"
          + " value when; this question needs more.";

  private ActivityAnswer() {}

  static Answer of(Asking asking, Retention query) {
    RetentionSql compiler = new RetentionSql(asking.lake());
    return answer(
        asking,
        Activity.of(query),
        days -> compiler.compile(asking.projectId(), query, days, asking.rolled()),
        (source, rows) ->
            new Answer.Cohorts(
                asking.receipt(source), source.rollupAsOf(), AnswerReader.cohorts(query, rows)));
  }

  static Answer of(Asking asking, Stickiness query) {
    LifecycleSql compiler = new LifecycleSql(asking.lake());
    return answer(
        asking,
        Activity.of(query),
        days -> compiler.compile(asking.projectId(), query, days, asking.rolled()),
        (source, rows) ->
            new Answer.Frequencies(
                asking.receipt(source),
                source.rollupAsOf(),
                AnswerReader.frequencies(query, rows)));
  }

  static Answer of(Asking asking, Lifecycle query) {
    LifecycleSql compiler = new LifecycleSql(asking.lake());
    return answer(
        asking,
        Activity.of(query),
        days -> compiler.compile(asking.projectId(), query, days, asking.rolled()),
        (source, rows) ->
            new Answer.Lives(
                asking.receipt(source),
                source.rollupAsOf(),
                query.interval().labels(query.period()),
                AnswerReader.lives(query, rows, "new"),
                AnswerReader.lives(query, rows, "returning"),
                AnswerReader.lives(query, rows, "resurrecting"),
                AnswerReader.lives(query, rows, "dormant")));
  }

  private static Answer answer(
      Asking asking,
      Activity activity,
      Function<SortedSet<LocalDate>, SqlStatement> compiler,
      BiFunction<DaySource, List<Row>, Answer> reader) {
    SortedSet<LocalDate> rolled = activity.rolledDays(asking.rolled());
    DaySource source =
        activity.isRolledUp()
            ? DaySource.of("rollup", activity.days(), rolled, asking.rolled())
            : DaySource.raw(NEEDS_EVENTS);
    return source.answer(
        asking,
        chosen -> {
          List<Row> rows = asking.run(compiler.apply(chosen.isRaw() ? new TreeSet<>() : rolled));
          return !chosen.isRaw() && rows.getFirst().isDoubtful()
              ? Optional.empty()
              : Optional.of(reader.apply(chosen, rows.stream().filter(row -> row.has(0)).toList()));
        });
  }
}
