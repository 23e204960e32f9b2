package metricflow.config;

/**
 * Where in a micro-batch the streaming job can be made to die, so that tests of exactly-once hit
 * every window between two of its effects.
 */
public enum CrashPoint {
  /** Files are written, none is committed. */
  BEFORE_DELTA,
  /** Events are committed, rejected events are not. */
  BETWEEN_TABLES,
  /** Both tables are committed, nothing is applied to Redis. */
  BETWEEN_DELTA_AND_REDIS,
  /** The first project is applied to Redis, the others are not. */
  BETWEEN_PROJECTS,
  /** All is applied, but the checkpoint does not know yet. */
  AFTER_REDIS
}
