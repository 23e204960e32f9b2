/**
 * The live view as a whole: applied batch by batch, found to be lost or behind, rebuilt from the
 * lake.
 *
 * <p>Called by {@code metricflow.streaming} on the driver; uses {@code sink} to write to Redis and
 * {@code step} to fold.
 */
package metricflow.streaming.live;
