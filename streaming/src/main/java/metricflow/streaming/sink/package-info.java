/**
 * Where a micro-batch goes: Parquet files, the Delta log, Redis. Each may be repeated safely.
 *
 * <p>Called by {@code metricflow.streaming} and its steps only.
 */
package metricflow.streaming.sink;
