/**
 * Commits to a lake in a local folder, safe beside the streaming job's.
 *
 * <p>Used by Delta alone: {@code metricflow.jobs.SparkSessions} names its class.
 */
package metricflow.jobs.localfs;
