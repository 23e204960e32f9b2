package metricflow.api.query;

import java.time.Instant;
import java.util.Optional;

/** How far the lake is behind the bus. */
@FunctionalInterface
public interface Freshness {

  /** The time up to which everything on the bus is in the lake; empty when it is not known. */
  Optional<Instant> asOf();
}
