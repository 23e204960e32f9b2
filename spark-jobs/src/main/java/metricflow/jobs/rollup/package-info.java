/**
 * Rollups: who is one person, and the events and persons of each day by dimension value.
 *
 * <p>Called by {@code JobMain}; the other job packages do not use it.
 */
package metricflow.jobs.rollup;
