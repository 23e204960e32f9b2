package metricflow.table;

/** What {@code rollup_days.rollup_version} says of a day: which rollups it has. */
public final class RollupVersion {
  /** All rollups, and timelines of format 2, which order events of one instant. */
  public static final int TIMELINES_WITH_SEQUENCES = 3;

  /** These, and the timelines of many persons in a row. */
  public static final int TIMELINE_BLOCKS = 4;

  /** These, and the contexts of the events in blocks. */
  public static final int TIMELINE_CONTEXTS = 5;

  /** These, and the events of hours by context. */
  public static final int HOURLY_CONTEXTS = 6;

  /** What the jobs of this release make. */
  public static final int CURRENT = HOURLY_CONTEXTS;

  private RollupVersion() {}
}
