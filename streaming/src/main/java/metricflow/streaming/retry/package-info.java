/**
 * Retried batches, recognised over 24 hours: what is remembered in memory, what is kept in files.
 * And which events a micro-batch left out, for the case that it is repeated.
 *
 * <p>{@code metricflow.streaming} holds the driver's side ({@code RetryLog}), {@code
 * metricflow.streaming.step} the tasks' ({@code RetriedBatches}). Nothing here decides what is in
 * the lake; a repeated micro-batch is only held to what its first try decided.
 */
package metricflow.streaming.retry;
