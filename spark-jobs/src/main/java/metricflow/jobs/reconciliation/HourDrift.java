package metricflow.jobs.reconciliation;

/**
 * An hour of a project, counted twice.
 *
 * @param live events counted live
 * @param lake distinct events in the lake
 */
record HourDrift(int project, long live, long lake) {

  /**
   * Compares what the lake held with what had been counted live shortly before and after: what came
   * in between is no drift.
   */
  static HourDrift between(int project, long liveBefore, long lake, long liveAfter) {
    long live = Math.clamp(lake, Math.min(liveBefore, liveAfter), Math.max(liveBefore, liveAfter));
    return new HourDrift(project, live, lake);
  }

  /** Events in the lake that were not counted live; negative: counted, but not there. */
  long events() {
    return lake - live;
  }

  /** {@link #events()} in percent of the larger of the two counts. */
  double percent() {
    return events() == 0 ? 0 : events() * 100.0 / Math.max(live, lake);
  }

  boolean isAbove(double percent) {
    return Math.abs(percent()) > percent;
  }
}
