/**
 * The Structured Streaming job: wiring, the micro-batch, health.
 *
 * <p>Started as a process; nobody imports it. Bus in, Delta first, Redis second.
 */
package metricflow.streaming;
