/**
 * Rollups: who is one person, and what the events of each day come to: counts by dimension value,
 * sessions, persons' days, first times and timelines.
 *
 * <p>Called by {@code JobMain}; the other job packages do not use it.
 */
package metricflow.jobs.rollup;
