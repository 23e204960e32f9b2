/**
 * Tests of the command line, and the lake in a temporary folder that all jobs' tests stand on.
 *
 * <p>Used by tests only.
 */
package metricflow.jobs;
