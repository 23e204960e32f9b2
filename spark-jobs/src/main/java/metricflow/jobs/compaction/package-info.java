/**
 * Compaction: a day of events as few sorted files, each event once.
 *
 * <p>Called by {@code JobMain}; the other job packages do not use it.
 */
package metricflow.jobs.compaction;
