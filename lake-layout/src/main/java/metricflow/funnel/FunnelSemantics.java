package metricflow.funnel;

/** Whose way of counting a funnel follows. */
public enum FunnelSemantics {
  /** Ours, and that of PostHog's and Amplitude's ordered funnels: the best of all paths counts. */
  BEST_PATH,
  /** That of ClickHouse's {@code windowFunnel}, and with {@code STRICT} of its strict_order. */
  WINDOW_FUNNEL
}
