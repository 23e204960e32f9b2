package metricflow.api.query;

import java.util.List;

/** The answer to {@link DailyActiveUsers}, from rollups where there are any. */
final class ActiveUsersAnswer {
  private ActiveUsersAnswer() {}

  static Answer of(Asking asking, DailyActiveUsers query) {
    RolledDays rolled = asking.rolled();
    List<Row> rows =
        asking.run(
            new DailyActiveUsersSql(asking.lake()).compile(asking.projectId(), query, rolled));
    AnswerReader.Days days = AnswerReader.days(query, rows);
    DaySource source =
        DaySource.of(
            "rollup",
            new Period(query.from(), query.to(), Period.UTC).utcDays(),
            rolled.within(query),
            rolled);
    return new Answer.ActiveUsers(
        asking.receipt(source),
        source.rollupAsOf(),
        days.dates(),
        days.total(),
        days.series(),
        days.valuesCut());
  }
}
