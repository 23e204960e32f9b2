/**
 * Retried batches, recognised over 24 hours: what is remembered in memory, what is kept in files.
 *
 * <p>{@code metricflow.streaming} holds the driver's side ({@code RetryLog}), {@code
 * metricflow.streaming.step} the tasks' ({@code RetriedBatches}). Nothing here decides what is in
 * the lake.
 */
package metricflow.streaming.retry;
