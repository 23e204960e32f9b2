/**
 * Reconciliation: the live counters against the lake, hour by hour.
 *
 * <p>Called by {@code JobMain}; the other job packages do not use it.
 */
package metricflow.jobs.reconciliation;
