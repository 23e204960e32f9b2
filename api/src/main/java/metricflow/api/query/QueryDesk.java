package metricflow.api.query;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import metricflow.api.query.promotion.PromotionCatalog;
import metricflow.problem.ProblemException;
import metricflow.problem.ProblemType;
import metricflow.table.Tables;

/**
 * Answers questions and keeps the answers. A kept answer is given again while what it was read from
 * has not changed, or, with its age, when the lake cannot be read. Equal questions of one project
 * asked at the same time are one statement in Trino. Thread-safe.
 */
public final class QueryDesk {
  /** How long an answer is good where nobody tells whether the lake has changed. */
  private static final Duration LIFE_UNTOLD = Duration.ofSeconds(5);

  private static final Duration KEPT_UNASKED = Duration.ofDays(1);
  private static final long USUAL_KEPT_BYTES = 64L << 20;

  private final QueryEngine engine;
  private final LakeNames names;
  private final Freshness freshness;
  private final Clock clock;
  private final LakeState lake;
  private final QueryMetrics metrics;
  private final RollupCalendar calendar;
  private final PromotionCatalog promotions;
  private final QuestionListener listener;
  private final Flights<Asked, Kept> flights;
  private final Cache<Asked, Kept> answers;

  private record Asked(int projectId, Question question) {}

  /** Is told of every question before it is answered. */
  @FunctionalInterface
  public interface QuestionListener {
    /** A question about a project. */
    void asked(int projectId, Query question);
  }

  /**
   * A desk over {@code engine}.
   *
   * @param patience longest time a caller waits, including its wait for a turn
   * @param lake tells whether answers are still good
   * @param keptBytes most bytes of answers that are kept
   * @param listener told of each question
   */
  public QueryDesk(
      QueryEngine engine,
      LakeNames names,
      Freshness freshness,
      Clock clock,
      Duration patience,
      LakeState lake,
      long keptBytes,
      QueryMetrics metrics,
      QuestionListener listener) {
    this.engine = engine;
    this.listener = listener;
    this.promotions =
        new PromotionCatalog(engine, names.table(Tables.PROMOTED_PROPERTIES), System::nanoTime);
    this.names = names;
    this.freshness = freshness;
    this.clock = clock;
    this.lake = lake;
    this.metrics = metrics;
    this.calendar = new RollupCalendar(engine, System::nanoTime);
    this.flights = new Flights<>(patience);
    this.answers =
        Caffeine.newBuilder()
            .maximumWeight(keptBytes)
            .<Asked, Kept>weigher((asked, kept) -> kept.json().length)
            .expireAfterAccess(KEPT_UNASKED)
            .build();
  }

  /** A desk whose questions nobody else is told of. */
  public QueryDesk(
      QueryEngine engine,
      LakeNames names,
      Freshness freshness,
      Clock clock,
      Duration patience,
      LakeState lake,
      long keptBytes,
      QueryMetrics metrics) {
    this(
        engine,
        names,
        freshness,
        clock,
        patience,
        lake,
        keptBytes,
        metrics,
        (projectId, question) -> {});
  }

  /** A desk that does not know of changes in the lake, and counts for itself. */
  public QueryDesk(
      QueryEngine engine, LakeNames names, Freshness freshness, Clock clock, Duration patience) {
    this(
        engine,
        names,
        freshness,
        clock,
        patience,
        LakeState.UNKNOWN,
        USUAL_KEPT_BYTES,
        new QueryMetrics(new SimpleMeterRegistry()));
  }

  /** The {@link Answer} as UTF-8 JSON; problems as those of the other method. */
  public byte[] answer(int projectId, Question question) {
    return answer(Caller.of(projectId), question, Acceptance.UNCHANGED).json();
  }

  /**
   * The answer, for as long as {@code caller} waits.
   *
   * @throws ProblemException when the lake cannot answer (in time)
   * @throws CancellationException when the caller has been cancelled
   */
  public Served answer(Caller caller, Question question, Acceptance acceptance) {
    listener.asked(caller.projectId(), question.query());
    QueryMetrics.Timing timing = metrics.begin(question.query().kind());
    try {
      Served served = serve(caller, question, acceptance);
      timing.served(served);
      return served;
    } catch (ProblemException problem) {
      timing.failed(problem.problem().type());
      throw problem;
    } catch (CancellationException gone) {
      timing.cancelled();
      throw gone;
    }
  }

  private Served serve(Caller caller, Question question, Acceptance acceptance) {
    Asked asked = new Asked(caller.projectId(), question);
    Kept kept = answers.getIfPresent(asked);
    if (kept != null && acceptance.kept()) {
      if (isGood(kept)) {
        return Served.of(kept, Served.From.KEPT, age(kept));
      }
      if (age(kept) < acceptance.ageSeconds()) {
        return Served.of(kept, Served.From.STALE, age(kept));
      }
    }
    try {
      Flights.Landed<Kept> landed =
          flights.join(asked, caller.cancellation(), cancellation -> compute(asked, cancellation));
      return Served.of(
          landed.value(), landed.shared() ? Served.From.SHARED : Served.From.COMPUTED, 0);
    } catch (ProblemException problem) {
      if (kept != null && problem.problem().type() == ProblemType.LAKE_UNAVAILABLE) {
        return Served.of(kept, Served.From.STALE, age(kept));
      }
      throw Narrowing.advise(problem, question.query());
    }
  }

  private boolean isGood(Kept kept) {
    Optional<String> mark = lake.now().mark(kept.reads());
    return mark.isPresent()
        ? mark.equals(kept.mark())
        : kept.computedAt().plus(LIFE_UNTOLD).isAfter(clock.instant());
  }

  private long age(Kept kept) {
    return Math.max(0, Duration.between(kept.computedAt(), clock.instant()).toSeconds());
  }

  /** The lake with the columns the question may read; most questions need none. */
  private LakeNames promoted(Asked asked) {
    return asked.question().query().propertyUses().isEmpty()
        ? names
        : names.with(promotions.of(asked.projectId()));
  }

  private Kept compute(Asked asked, Cancellation cancellation) {
    // Before anything is read: should the lake change meanwhile, the answer is not given again.
    LakeMoment before = lake.now();
    Asking asking =
        new Asking(
            engine,
            freshness,
            clock,
            new Caller(asked.projectId(), cancellation),
            asked.question(),
            promoted(asked),
            calendar,
            before);
    Answer answer = KindAnswers.of(asking, asked.question().query());
    Kept kept = Kept.of(answer, asking, before, clock.instant());
    metrics.scanned(asked.question().query().kind(), kept.bytesScanned());
    answers.put(asked, kept);
    return kept;
  }
}
