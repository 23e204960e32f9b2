/**
 * Upkeep of a table that a micro-batch a second is committed to: merging small files, checkpoints,
 * deleting what was merged away. It runs beside the micro-batches and may be killed at any moment.
 *
 * <p>Called by {@code StreamingMain} only.
 */
package metricflow.streaming.upkeep;
