package metricflow.jobs;

/** A piece of work on the lake that may be repeated at any time without changing its outcome. */
@FunctionalInterface
public interface Job {

  /**
   * Does the work.
   *
   * @param lake the tables
   * @param progress where to say what is being done
   * @return what was done
   * @throws JobFailedException when the work cannot be done, with a text for people
   */
  JobReport run(Lake lake, Progress progress);
}
