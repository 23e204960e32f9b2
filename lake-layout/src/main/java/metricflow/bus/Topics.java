package metricflow.bus;

/** The topics of the bus. */
public final class Topics {
  /** Accepted events: one {@link EventBatchCodec} record per request. */
  public static final String EVENTS = "metricflow.events";

  /** Rejected events: one {@link RejectedEventJson} record each. */
  public static final String REJECTED_EVENTS = "metricflow.rejected_events";

  private Topics() {}
}
