package metricflow.api.query;

/**
 * On whose behalf a statement runs.
 *
 * @param projectId whose turns it takes
 * @param cancellation tells when nobody waits for it any more
 */
public record Caller(int projectId, Cancellation cancellation) {

  /** The installation itself, for what serves all projects; projects are numbered from 1. */
  public static final Caller OURSELVES = of(0);

  /** The project, waiting whatever happens. */
  public static Caller of(int projectId) {
    return new Caller(projectId, new Cancellation());
  }
}
