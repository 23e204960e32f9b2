/**
 * Retention: days that are past go, then files nobody reads any more.
 *
 * <p>Called by {@code JobMain}; the other job packages do not use it.
 */
package metricflow.jobs.retention;
