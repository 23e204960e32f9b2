package metricflow.jobs;

/** How a job ended, as schedulers see it. */
public enum ExitCode {
  /** All was done, or there was nothing to do. */
  DONE(0),
  /** The work could not be done; the reason is on standard error. It may be run again as it is. */
  FAILED(1),
  /** The words of the command line or a setting cannot be used; nothing was done. */
  WRONG_CALL(2),
  /** The work was done and someone should look: a part was left out, or a check did not hold. */
  ATTENTION(3);

  private final int status;

  ExitCode(int status) {
    this.status = status;
  }

  /** The status of the process. */
  public int status() {
    return status;
  }
}
