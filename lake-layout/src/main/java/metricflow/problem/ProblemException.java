package metricflow.problem;

/** Carries a {@link Problem} to the place that answers the caller. */
public final class ProblemException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient Problem problem;

  /** An error of kind {@code type}; {@code detail} says what was wrong this time. */
  public ProblemException(ProblemType type, String detail) {
    this(type, detail, null);
  }

  /** Carries {@code problem}. */
  public ProblemException(Problem problem) {
    super(problem.detail());
    this.problem = problem;
  }

  /** The same, with what caused it. */
  public ProblemException(ProblemType type, String detail, Throwable cause) {
    super(detail, cause);
    this.problem = new Problem(type, detail);
  }

  /** What to tell the caller. */
  public Problem problem() {
    return problem;
  }
}
