/**
 * Replay: rejected events that today's rules accept, into the lake, each exactly once.
 *
 * <p>Called by {@code JobMain}; the other job packages do not use it.
 */
package metricflow.jobs.replay;
