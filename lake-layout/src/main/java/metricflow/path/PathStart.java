package metricflow.path;

/** Where in a session its path is looked at from. */
public enum PathStart {
  /** From the first visit on. */
  SESSION,
  /** From the first anchor on. */
  AFTER,
  /** From the first anchor backwards. */
  BEFORE
}
