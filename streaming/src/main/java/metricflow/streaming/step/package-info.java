/**
 * What a task does with bus records: decode, write rows, fold live counters, in one pass.
 *
 * <p>Called by {@code metricflow.streaming} on executors; uses {@code metricflow.streaming.sink}
 * for files.
 */
package metricflow.streaming.step;
