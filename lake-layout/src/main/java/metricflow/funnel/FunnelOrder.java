package metricflow.funnel;

/** In which order the steps of a funnel must happen. */
public enum FunnelOrder {
  /** One after the other; other events may happen in between. */
  ORDERED,
  /**
   * One directly after the other: all events of the person must be given, also those of no step.
   */
  STRICT,
  /** In any order, all within one conversion window. */
  ANY
}
