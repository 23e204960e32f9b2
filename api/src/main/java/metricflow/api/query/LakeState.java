package metricflow.api.query;

import java.util.Optional;

/** Knows whether the lake's data has changed. Thread-safe. */
@FunctionalInterface
public interface LakeState {
  /** Knows nothing, as where the lake's files are out of reach. */
  LakeState UNKNOWN = () -> reads -> Optional.empty();

  /** The data that a statement which begins now will see, or older. */
  LakeMoment now();
}
