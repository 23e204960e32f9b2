/**
 * A lake in a local folder: commits that are safe beside the streaming job's, and files written
 * without child processes.
 *
 * <p>Used by Delta and Hadoop alone: {@code metricflow.jobs.SparkSessions} names the classes.
 */
package metricflow.jobs.localfs;
