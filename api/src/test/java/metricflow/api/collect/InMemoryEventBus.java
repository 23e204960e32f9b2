package metricflow.api.collect;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Semaphore;
import metricflow.bus.EventBatch;
import metricflow.bus.RejectedEvent;
import metricflow.event.Event;
import metricflow.problem.ProblemException;
import metricflow.problem.ProblemType;

/** Keeps what is published; can be down, and can hold back its acknowledgements. */
final class InMemoryEventBus implements EventBus {
  final List<EventBatch> batches = new CopyOnWriteArrayList<>();
  final List<RejectedEvent> rejected = new CopyOnWriteArrayList<>();
  final Semaphore published = new Semaphore(0);
  volatile boolean down;
  volatile CompletableFuture<Void> acknowledgement = CompletableFuture.completedFuture(null);

  @Override
  public CompletableFuture<Void> publish(EventBatch batch, List<RejectedEvent> rejects) {
    if (down) {
      return CompletableFuture.failedFuture(
          new ProblemException(ProblemType.BUS_UNAVAILABLE, "The bus is down."));
    }
    if (!batch.events().isEmpty()) {
      batches.add(batch);
    }
    rejected.addAll(rejects);
    published.release();
    return acknowledgement;
  }

  List<Event> events() {
    return batches.stream().flatMap(batch -> batch.events().stream()).toList();
  }
}
