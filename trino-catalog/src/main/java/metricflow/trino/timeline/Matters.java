package metricflow.trino.timeline;

/** Which events of the time asked about matter to a question. */
public enum Matters {
  /** Those with a mask. */
  MASKED,

  /** All, those without a mask too. */
  EVERY,

  /** Those with a mask, and of the others those that tell where sessions begin and end. */
  SESSIONS,

  /** Of those of a person with one mask in one interval any; it is as good as all of them. */
  ONCE_AN_INTERVAL,

  /**
   * Those with a mask, but of those of a person that are alike in one interval one, whose sequence
   * is how many there are.
   */
  COUNTED,

  /** Of those of a person whose contexts have a mask the last, or all that are of its instant. */
  LATEST;

  /** Whether events without a mask may matter. */
  boolean takesUnmasked() {
    return this == EVERY || this == SESSIONS;
  }
}
