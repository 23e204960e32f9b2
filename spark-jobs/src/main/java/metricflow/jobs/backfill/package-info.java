/**
 * Backfill: files of events into the lake, each file exactly once.
 *
 * <p>Called by {@code JobMain}; the other job packages do not use it.
 */
package metricflow.jobs.backfill;
