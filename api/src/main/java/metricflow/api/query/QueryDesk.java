package metricflow.api.query;

import com.github.benmanes.caffeine.cache.Ticker;
import java.time.Clock;
import java.time.Duration;
import metricflow.api.web.Json;
import metricflow.problem.ProblemType;

/**
 * Answers questions, and keeps each answer for a few seconds. Equal questions of one project asked
 * at the same time are one statement in Trino. Thread-safe.
 *
 * <p>An answer is as old as its {@code as_of} says.
 */
public final class QueryDesk {
  private static final Duration ANSWER_LIFE = Duration.ofSeconds(5);
  private static final int ANSWERS_KEPT = 2_000;

  private final QueryEngine engine;
  private final LakeNames names;
  private final Freshness freshness;
  private final Clock clock;
  private final RollupCalendar calendar;
  private final SharedResults<Asked, byte[]> answers;

  private record Asked(int projectId, Question question) {}

  /**
   * A desk over {@code engine}.
   *
   * @param patience longest time a caller waits, including its wait for a turn
   */
  public QueryDesk(
      QueryEngine engine, LakeNames names, Freshness freshness, Clock clock, Duration patience) {
    this.engine = engine;
    this.names = names;
    this.freshness = freshness;
    this.clock = clock;
    this.calendar = new RollupCalendar(engine, System::nanoTime);
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
  public byte[] answer(int projectId, Question question) {
    return answers.get(
        new Asked(projectId, question), () -> Json.bytes(compute(Caller.of(projectId), question)));
  }

  private Answer compute(Caller caller, Question question) {
    return KindAnswers.of(
        new Asking(engine, freshness, clock, caller, question, names, calendar), question.query());
  }
}
