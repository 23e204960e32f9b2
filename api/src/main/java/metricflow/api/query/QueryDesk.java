package metricflow.api.query;

import com.github.benmanes.caffeine.cache.Ticker;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.SortedSet;
import metricflow.api.web.Json;
import metricflow.problem.ProblemType;

/**
 * Answers questions: compiles, runs, and keeps each answer for a few seconds. Equal questions of
 * one project asked at the same time are one statement in Trino. Thread-safe.
 *
 * <p>An answer is as old as its {@code as_of} says.
 */
public final class QueryDesk {
  private static final Duration ANSWER_LIFE = Duration.ofSeconds(5);
  private static final int ANSWERS_KEPT = 2_000;
  private static final String RAW = "raw";
  private static final String ANY_FIELD =
      "Rollups hold persons of whole UTC days by one field; this question may need more.";
  private static final String EACH_PERSON = "No rollup holds which person was active when.";

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
        new Asked(projectId, question), () -> Json.bytes(compute(projectId, question)));
  }

  private Answer compute(int projectId, Question question) {
    Asking asking = new Asking(engine, freshness, clock, question);
    LakeNames lake = names.at(question.version());
    RollupCalendar.Calendar rolled = calendar.calendar(lake);
    asking.reads(rolled.versions());
    RolledDays days = rolled.days();
    return switch (question.query()) {
      case DailyActiveUsers users -> activeUsers(asking, projectId, users, lake, days);
      case Funnel funnel -> {
        List<Row> rows = asking.run(new FunnelSql(lake).compile(projectId, funnel, days));
        yield new Answer.FunnelSteps(
            asking.receipt(RAW, "No rollup holds the order of a person's events."),
            AnswerReader.steps(funnel, rows.getFirst()));
      }
      case Trends trends -> trends(asking, projectId, trends, lake, days);
      case Segmentation segmentation -> {
        List<Row> rows = asking.run(new TrendsSql(lake).compile(projectId, segmentation, days));
        yield new Answer.Segments(
            asking.receipt(RAW, ANY_FIELD),
            TrendsReader.groups(segmentation, List.of(), rows),
            TrendsReader.cut(segmentation, rows));
      }
      case Retention retention -> {
        List<Row> rows = asking.run(new RetentionSql(lake).compile(projectId, retention, days));
        yield new Answer.Cohorts(
            asking.receipt(RAW, EACH_PERSON), AnswerReader.cohorts(retention, rows));
      }
      case Stickiness stickiness -> {
        List<Row> rows = asking.run(new LifecycleSql(lake).compile(projectId, stickiness, days));
        yield new Answer.Frequencies(
            asking.receipt(RAW, EACH_PERSON), AnswerReader.frequencies(stickiness, rows));
      }
      case Lifecycle lifecycle -> {
        List<Row> rows = asking.run(new LifecycleSql(lake).compile(projectId, lifecycle, days));
        yield new Answer.Lives(
            asking.receipt(RAW, EACH_PERSON),
            lifecycle.interval().labels(lifecycle.period()),
            AnswerReader.lives(lifecycle, rows, "new"),
            AnswerReader.lives(lifecycle, rows, "returning"),
            AnswerReader.lives(lifecycle, rows, "resurrecting"),
            AnswerReader.lives(lifecycle, rows, "dormant"));
      }
    };
  }

  private Answer trends(
      Asking asking, int projectId, Trends query, LakeNames lake, RolledDays days) {
    TrendsSql compiler = new TrendsSql(lake);
    Period period = query.what().period();
    List<Row> rows = asking.run(compiler.compile(projectId, query, period, days));
    Answer.Previous previous = null;
    if (query.compare()) {
      Trends before = query.during(period.previous());
      SqlStatement statement = compiler.compile(projectId, before, period, days);
      previous =
          new Answer.Previous(
              before.what().period().from().toString(),
              before.what().period().to().toString(),
              statement.reproducible(),
              query.interval().labels(before.what().period()),
              groups(before, asking.run(statement)));
    }
    return new Answer.TrendLines(
        asking.receipt(RAW, ANY_FIELD),
        query.interval().labels(period),
        groups(query, rows),
        TrendsReader.cut(query.what(), rows),
        previous);
  }

  private static List<Answer.Group> groups(Trends query, List<Row> rows) {
    return TrendsReader.groups(query.what(), query.interval().numbers(query.what().period()), rows);
  }

  private static Answer activeUsers(
      Asking asking, int projectId, DailyActiveUsers query, LakeNames lake, RolledDays rolled) {
    List<Row> rows = asking.run(new DailyActiveUsersSql(lake).compile(projectId, query, rolled));
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
      return RAW;
    }
    return rawDays.isEmpty() ? "rollup" : "rollup+raw";
  }
}
