package metricflow.api.collect;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import metricflow.bus.EventBatch;
import metricflow.bus.RejectedEvent;

/** Where collected events go. */
public interface EventBus {

  /**
   * Stores a batch and what was rejected beside it.
   *
   * <p>The result completes once everything is stored durably. It fails with a {@link
   * metricflow.problem.ProblemException} when that could not be confirmed: nothing, a part or all
   * may then be stored, and the client sends the same events again.
   *
   * @param batch the accepted events; nothing is stored for an empty one
   * @param rejected what could not be used
   */
  CompletableFuture<Void> publish(EventBatch batch, List<RejectedEvent> rejected);
}
