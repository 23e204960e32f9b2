package metricflow.jobs;

/** A job could not do its work. The message tells a person what was wrong and what to do. */
public final class JobFailedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** With what was wrong and what to do about it. */
  public JobFailedException(String message) {
    super(message);
  }

  /** The same, with what caused it. */
  public JobFailedException(String message, Throwable cause) {
    super(message, cause);
  }
}
