package metricflow.api.query;

import java.time.Instant;
import java.util.List;
import java.util.SortedSet;

/** The answer to {@link DailyActiveUsers}, from rollups where there are any. */
final class ActiveUsersAnswer {
  private ActiveUsersAnswer() {}

  static Answer of(Asking asking, DailyActiveUsers query) {
    RolledDays rolled = asking.rolled();
    List<Row> rows =
        asking.run(
            new DailyActiveUsersSql(asking.lake()).compile(asking.projectId(), query, rolled));
    AnswerReader.Days days = AnswerReader.days(query, rows);
    return new Answer.ActiveUsers(
        asking.receipt(
            source(rolled.within(query), rolled.missingFrom(query)),
            "%d of the days are rolled up; the others are read from events."
                .formatted(rolled.within(query).size())),
        rolled.oldest(query).map(Instant::toString).orElse(null),
        days.dates(),
        days.total(),
        days.series(),
        days.valuesCut());
  }

  private static String source(SortedSet<?> rolledDays, SortedSet<?> rawDays) {
    if (rolledDays.isEmpty()) {
      return "raw";
    }
    return rawDays.isEmpty() ? "rollup" : "rollup+raw";
  }
}
