package metricflow.api.query;

import java.util.Optional;

/** The lake's data at one moment. */
@FunctionalInterface
public interface LakeMoment {

  /**
   * A mark of what {@code reads} covers: while it is the same, so is the data. Empty when that is
   * not known.
   */
  Optional<String> mark(Reads reads);
}
