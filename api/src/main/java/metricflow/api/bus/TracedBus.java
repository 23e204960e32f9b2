package metricflow.api.bus;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import metricflow.api.collect.EventBus;
import metricflow.api.trace.Tracing;
import metricflow.bus.EventBatch;
import metricflow.bus.RejectedEvent;

/** A bus whose batches are spans, from the sending to the acknowledgement. */
public final class TracedBus implements EventBus {
  private final EventBus bus;
  private final Tracing tracing;

  /** The same bus, traced. */
  public TracedBus(EventBus bus, Tracing tracing) {
    this.bus = bus;
    this.tracing = tracing;
  }

  @Override
  public CompletableFuture<Void> publish(EventBatch batch, List<RejectedEvent> rejected) {
    Span span = tracing.begin(SpanKind.PRODUCER, "bus publish", "kafka");
    span.setAttribute("metricflow.project_id", batch.projectId());
    span.setAttribute("metricflow.events", batch.events().size());
    span.setAttribute("metricflow.events_rejected", rejected.size());
    return bus.publish(batch, rejected)
        .whenComplete((done, failure) -> {
          if (failure != null) {
            Tracing.failed(span, failure);
          }
          span.end();
        });
  }
}
