package metricflow.problem;

/**
 * One occurrence of an error (RFC 9457).
 *
 * @param type its kind
 * @param detail what was wrong this time
 */
public record Problem(ProblemType type, String detail) {

  /** What was wrong and what to do, in one line for a person. */
  public String message() {
    return detail + " " + type.remedy();
  }
}
