package metricflow.problem;

/**
 * One occurrence of an error (RFC 9457).
 *
 * @param type its kind
 * @param detail what was wrong this time
 * @param retryAfterSeconds how long to wait before trying again, where that may help
 */
public record Problem(ProblemType type, String detail, int retryAfterSeconds) {
  private static final int USUAL_RETRY_AFTER_SECONDS = 2;

  /** One that names no time of its own. */
  public Problem(ProblemType type, String detail) {
    this(type, detail, USUAL_RETRY_AFTER_SECONDS);
  }

  /** What was wrong and what to do, in one line for a person. */
  public String message() {
    return detail + " " + type.remedy();
  }
}
