package metricflow.jobs;

/** The words of the command line cannot be used; the message names the one at fault. */
public final class UsageException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** With a message made from a format and its arguments. */
  public UsageException(String format, Object... arguments) {
    super(format.formatted(arguments));
  }
}
