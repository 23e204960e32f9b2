package metricflow.api.query;

import com.github.benmanes.caffeine.cache.Ticker;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.SortedSet;
import metricflow.api.web.Json;
import metricflow.problem.ProblemType;

/**
 * Answers questions: compiles, runs, and keeps each answer for a few seconds. Equal questions of
 * one project asked at the same time are one statement in Trino. Thread-safe.
 *
 * <p>An answer is as old as its {@code as_of} says. Answers about days that no longer change could
 * be kept for longer once they are keyed by the tables' versions.
 */
public final class QueryDesk {
  private static final Duration ANSWER_LIFE = Duration.ofSeconds(5);
  private static final int ANSWERS_KEPT = 2_000;

  private final QueryEngine engine;
  private final Freshness freshness;
  private final Clock clock;
  private final RollupCalendar calendar;
  private final DailyActiveUsersSql activeUsersSql;
  private final FunnelSql funnelSql;
  private final SharedResults<Asked, byte[]> answers;

  private record Asked(int projectId, Query query) {}

  /**
   * A desk over {@code engine}.
   *
   * @param patience longest time a caller waits, including its wait for a turn
   */
  public QueryDesk(
      QueryEngine engine, LakeNames names, Freshness freshness, Clock clock, Duration patience) {
    this.engine = engine;
    this.freshness = freshness;
    this.clock = clock;
    this.calendar = new RollupCalendar(engine, names, System::nanoTime);
    this.activeUsersSql = new DailyActiveUsersSql(names);
    this.funnelSql = new FunnelSql(names);
    this.answers =
        new SharedResults<>(
            ANSWER_LIFE,
            ANSWERS_KEPT,
            patience,
            ProblemType.QUERY_TIMEOUT,
            Ticker.systemTicker(),
            SharedResults.ONE_THREAD_EACH);
  }

  /**
   * The {@link Answer} as UTF-8 JSON.
   *
   * @throws metricflow.problem.ProblemException when the lake cannot answer (in time)
   */
  public byte[] answer(int projectId, Query query) {
    return answers.get(new Asked(projectId, query), () -> Json.bytes(compute(projectId, query)));
  }

  private Answer compute(int projectId, Query query) {
    Instant start = clock.instant();
    // Asked before the statement runs: what was in the lake then is certainly in its snapshot.
    String asOf = freshness.asOf().orElse(start).truncatedTo(ChronoUnit.MILLIS).toString();
    RolledDays rolled = calendar.days();
    return switch (query) {
      case DailyActiveUsers users -> activeUsers(projectId, users, rolled, asOf, start);
      case Funnel funnel -> funnel(projectId, funnel, rolled, asOf, start);
    };
  }

  private Answer activeUsers(
      int projectId, DailyActiveUsers query, RolledDays rolled, String asOf, Instant start) {
    SqlStatement statement = activeUsersSql.compile(projectId, query, rolled);
    AnswerReader.Days days = AnswerReader.days(query, engine.run(statement));
    return new Answer.ActiveUsers(
        "daily_active_users",
        asOf,
        rolled.oldest(query).map(Instant::toString).orElse(null),
        source(rolled.within(query), rolled.missingFrom(query)),
        true,
        statement.reproducible(),
        elapsed(start),
        days.dates(),
        days.total(),
        days.series(),
        days.valuesCut());
  }

  private Answer funnel(
      int projectId, Funnel query, RolledDays rolled, String asOf, Instant start) {
    SqlStatement statement = funnelSql.compile(projectId, query, rolled);
    Row row = engine.run(statement).getFirst();
    return new Answer.FunnelSteps(
        "funnel",
        asOf,
        "raw",
        true,
        statement.reproducible(),
        elapsed(start),
        AnswerReader.steps(query, row));
  }

  private static String source(SortedSet<?> rolledDays, SortedSet<?> rawDays) {
    if (rolledDays.isEmpty()) {
      return "raw";
    }
    return rawDays.isEmpty() ? "rollup" : "rollup+raw";
  }

  private long elapsed(Instant start) {
    return Duration.between(start, clock.instant()).toMillis();
  }
}
