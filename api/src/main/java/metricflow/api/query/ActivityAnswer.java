package metricflow.api.query;

import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;

/**
 * The answers to {@link Retention}, {@link Stickiness} and {@link Lifecycle}: from timelines,
 * persons' days and first times where these tell who was active.
 */
final class ActivityAnswer {
  private static final String NEEDS_EVENTS =
      "A timeline knows an event's name, a page view's page, and country, device, browser, os and"
          + " plan, and tells up to 63 days, weeks or months apart; this question needs more.";

  private ActivityAnswer() {}

  static Answer of(Asking asking, Retention query) {
    RetentionSql compiler = new RetentionSql(asking.lake());
    return answer(
        asking,
        Activity.of(query),
        source -> compiler.compile(asking.projectId(), query, source, asking.rolled()),
        (read, rows) ->
            new Answer.Cohorts(
                asking.receipt(read), read.rollupAsOf(), AnswerReader.cohorts(query, rows)));
  }

  static Answer of(Asking asking, Stickiness query) {
    LifecycleSql compiler = new LifecycleSql(asking.lake());
    return answer(
        asking,
        Activity.of(query),
        source -> compiler.compile(asking.projectId(), query, source, asking.rolled()),
        (read, rows) ->
            new Answer.Frequencies(
                asking.receipt(read), read.rollupAsOf(), AnswerReader.frequencies(query, rows)));
  }

  static Answer of(Asking asking, Lifecycle query) {
    LifecycleSql compiler = new LifecycleSql(asking.lake());
    return answer(
        asking,
        Activity.of(query),
        source -> compiler.compile(asking.projectId(), query, source, asking.rolled()),
        (read, rows) ->
            new Answer.Lives(
                asking.receipt(read),
                read.rollupAsOf(),
                query.interval().labels(query.period()),
                AnswerReader.lives(query, rows, "new"),
                AnswerReader.lives(query, rows, "returning"),
                AnswerReader.lives(query, rows, "resurrecting"),
                AnswerReader.lives(query, rows, "dormant")));
  }

  private static Answer answer(
      Asking asking,
      Activity activity,
      Function<ActivitySource, SqlStatement> compiler,
      BiFunction<DaySource, List<Row>, Answer> reader) {
    ActivitySource best = ActivitySource.of(activity, asking.rolled());
    return source(activity, best, asking.rolled())
        .answer(
            asking,
            chosen -> {
              List<Row> rows =
                  asking.run(compiler.apply(chosen.isRaw() ? ActivitySource.EVENTS : best));
              return !chosen.isRaw() && rows.getFirst().isDoubtful()
                  ? Optional.empty()
                  : Optional.of(
                      reader.apply(chosen, rows.stream().filter(row -> row.has(0)).toList()));
            });
  }

  private static DaySource source(Activity activity, ActivitySource best, RolledDays rolled) {
    return switch (best.of()) {
      case TIMELINES -> DaySource.of("timeline", activity.days(), best.days(), rolled);
      case ROLLUPS -> DaySource.of("rollup", activity.days(), best.days(), rolled);
      case EVENTS ->
          activity.isInTimelines() || activity.isRolledUp()
              ? DaySource.none()
              : DaySource.raw(NEEDS_EVENTS);
    };
  }
}
