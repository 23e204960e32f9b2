package metricflow.trino.activity;

import io.trino.spi.function.AccumulatorStateMetadata;
import metricflow.trino.group.GroupState;

/** The cohorts of the group at hand. */
@AccumulatorStateMetadata(
    stateFactoryClass = CohortsStateFactory.class,
    stateSerializerClass = CohortsStateSerializer.class)
public interface CohortsState extends GroupState<Cohorts> {
  /** Adds persons who are alike. */
  default void add(long starts, long returns, long persons) {
    Cohorts cohorts = orNew();
    long before = cohorts.retainedBytes();
    cohorts.add(starts, returns, persons);
    grew(cohorts.retainedBytes() - before);
  }

  /** Adds what {@code other}, which may be null, has. */
  default void addAll(Cohorts other) {
    if (other != null) {
      Cohorts cohorts = orNew();
      long before = cohorts.retainedBytes();
      cohorts.addAll(other);
      grew(cohorts.retainedBytes() - before);
    }
  }

  private Cohorts orNew() {
    if (get() == null) {
      set(new Cohorts());
    }
    return get();
  }
}
