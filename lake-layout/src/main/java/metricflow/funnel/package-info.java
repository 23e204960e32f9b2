/**
 * What a funnel is and how steps are counted: one algorithm for live counters, Trino and tests.
 *
 * <p>Everyone may use this package; the semantics are written down in {@link
 * metricflow.funnel.FunnelRules}.
 */
package metricflow.funnel;
