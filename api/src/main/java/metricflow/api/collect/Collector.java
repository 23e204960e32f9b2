package metricflow.api.collect;

import io.micrometer.core.instrument.Timer;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import metricflow.api.trace.Tracing;
import metricflow.bus.EventBatch;
import metricflow.event.BatchParser;
import metricflow.event.Event;
import metricflow.event.Verdict;
import metricflow.problem.ProblemException;
import metricflow.problem.ProblemType;

/**
 * Takes one request from its bytes to an acknowledged record on the bus. Blocks: made for virtual
 * threads. Thread-safe.
 */
final class Collector {
  private final BodyReader bodies;
  private final BatchParser parser;
  private final Admission admission;
  private final Enricher enricher;
  private final EventBus bus;
  private final Rejects rejects;
  private final ByteBudget budget;
  private final CollectorMetrics metrics;
  private final List<Step> steps;

  private record Step(Timer timer, Consumer<Intake> work) {}

  Collector(
      BodyReader bodies,
      BatchParser parser,
      Admission admission,
      Enricher enricher,
      EventBus bus,
      Rejects rejects,
      ByteBudget budget,
      CollectorMetrics metrics) {
    this.bodies = bodies;
    this.parser = parser;
    this.admission = admission;
    this.enricher = enricher;
    this.bus = bus;
    this.rejects = rejects;
    this.budget = budget;
    this.metrics = metrics;
    this.steps =
        List.of(
            step("read_body", this.bodies::read),
            step("authenticate_early", this::authenticateKeySentBesideTheBody),
            step("parse", this::parse),
            step("authenticate", this::authenticate),
            step("sort_verdicts", this::sortVerdicts),
            step("publish", this::publish));
  }

  private Step step(String name, Consumer<Intake> work) {
    return new Step(metrics.step(name), work);
  }

  /**
   * Collects the events of one request.
   *
   * @return what became of each event; all of it is on the bus
   * @throws ProblemException when the request as a whole cannot be used or stored
   */
  Receipt collect(CollectRequest request) {
    try (ByteBudget.Lease lease = budget.lease()) {
      Intake intake = new Intake(request, lease);
      try {
        for (Step step : steps) {
          step.timer().record(() -> step.work().accept(intake));
        }
        return new Receipt(request.receivedAt(), intake.batch().verdicts());
      } catch (ProblemException refused) {
        refuse(intake, refused);
        throw refused;
      }
    }
  }

  /** Spares us the parsing of what a stranger sends. */
  private void authenticateKeySentBesideTheBody(Intake intake) {
    if (intake.request().writeKey() != null) {
      authenticate(intake);
    }
  }

  private void parse(Intake intake) {
    intake.batch(parser.parse(intake.body(), intake.request().receivedAt()));
  }

  private void authenticate(Intake intake) {
    if (intake.project() != null) {
      return;
    }
    intake.project(admission.admit(intake.writeKey(), intake.request().client()));
    Tracing.project(intake.project().projectId());
  }

  private void sortVerdicts(Intake intake) {
    admission.charge(intake.project(), intake.batch().verdicts().size());
    UnaryOperator<Event> enriched = enricher.of(intake.request());
    for (Verdict verdict : intake.batch().verdicts()) {
      switch (verdict) {
        case Verdict.Accepted good -> intake.accepted().add(enriched.apply(good.event()));
        case Verdict.Rejected bad -> intake.rejected().add(Rejects.event(intake, bad));
      }
    }
    metrics.received(intake.batch().verdicts().size());
  }

  /** Waits for the acknowledgement: what is answered after this is stored. */
  private void publish(Intake intake) {
    CollectRequest request = intake.request();
    EventBatch batch =
        new EventBatch(
            intake.project().projectId(),
            request.correlationId(),
            intake.batch().sentAt(),
            request.receivedAt(),
            intake.accepted());
    try {
      bus.publish(batch, intake.rejected()).join();
    } catch (CompletionException failed) {
      metrics.unconfirmed(intake.batch().verdicts().size());
      throw failed.getCause() instanceof ProblemException problem
          ? problem
          : new ProblemException(
              ProblemType.BUS_UNAVAILABLE, "The bus did not confirm the events.", failed);
    }
    metrics.accepted(batch.events(), batch.sentAt(), batch.receivedAt());
    intake.rejected().forEach(rejected -> metrics.rejected(rejected.reason()));
  }

  private void refuse(Intake intake, ProblemException refused) {
    ProblemType type = refused.problem().type();
    metrics.refused(type);
    if (isForItsContent(type)) {
      nameProjectIfKnown(intake);
      admission.charge(intake.project(), 1);
      rejects.keepRequest(intake, refused.problem());
    }
  }

  /** A body that could not be read may still have come with a good key beside it. */
  private void nameProjectIfKnown(Intake intake) {
    if (intake.project() == null && intake.writeKey() != null) {
      try {
        admission.owner(intake.writeKey()).ifPresent(intake::project);
      } catch (ProblemException unavailable) {
        // The answer stays what it is; only the record of it names no project.
      }
    }
  }

  /** Whether sending the same again would be refused again. */
  private static boolean isForItsContent(ProblemType type) {
    return type.status() < 500
        && type != ProblemType.BODY_INCOMPLETE
        && type != ProblemType.RATE_EXCEEDED;
  }
}
