package metricflow.api.collect;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import metricflow.api.rate.TokenBucket;
import metricflow.bus.EventBatch;
import metricflow.bus.RejectedEvent;
import metricflow.event.EventIds;
import metricflow.event.Excerpt;
import metricflow.event.Verdict;
import metricflow.problem.Problem;

/** Describes what was sent and could not be used, so that it can be looked at later. */
final class Rejects {
  private static final int KEY_PREFIX_CHARACTERS = 8;
  private static final int MAX_PAYLOAD_BYTES = 2048;

  private final EventBus bus;
  private final TokenBucket strangers;
  private final CollectorMetrics metrics;

  /**
   * Rejections kept on {@code bus}.
   *
   * @param strangers how many requests without a known key are kept, so that those who have none
   *     cannot fill the lake
   */
  Rejects(EventBus bus, TokenBucket strangers, CollectorMetrics metrics) {
    this.bus = bus;
    this.strangers = strangers;
    this.metrics = metrics;
  }

  /** One event that cannot be used, of a request that can. */
  static RejectedEvent event(Intake intake, Verdict.Rejected verdict) {
    return describe(intake, verdict.problem(), verdict.eventId(), verdict.payload());
  }

  /**
   * Keeps a request that was refused for its content. Does not wait: the answer is the same whether
   * or not it could be kept.
   */
  void keepRequest(Intake intake, Problem problem) {
    if (intake.project() == null && !strangers.take()) {
      metrics.refusalNotKept();
      return;
    }
    RejectedEvent rejected = describe(intake, problem, null, excerpt(intake.body()));
    CollectRequest request = intake.request();
    EventBatch nothing =
        new EventBatch(0, request.correlationId(), 0, request.receivedAt(), List.of());
    CompletableFuture<Void> _ =
        bus.publish(nothing, List.of(rejected))
            .whenComplete((done, failed) -> countIfNotKept(failed));
  }

  private void countIfNotKept(Throwable failed) {
    if (failed != null) {
      metrics.refusalNotKept();
    }
  }

  private static RejectedEvent describe(
      Intake intake, Problem problem, String eventId, String payload) {
    CollectRequest request = intake.request();
    return new RejectedEvent(
        EventIds.timeOrdered(request.receivedAt()),
        intake.project() == null ? null : intake.project().projectId(),
        request.correlationId(),
        request.receivedAt(),
        problem.type().slug(),
        problem.detail(),
        eventId,
        prefix(intake.writeKey()),
        payload);
  }

  private static String prefix(String key) {
    return key == null ? null : key.substring(0, Math.min(KEY_PREFIX_CHARACTERS, key.length()));
  }

  private static String excerpt(byte[] body) {
    return Excerpt.of(body, 0, body.length, MAX_PAYLOAD_BYTES);
  }
}
