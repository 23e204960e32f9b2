/**
 * The live overlay's layout: Redis keys and fields, how long they live, what they count.
 *
 * <p>Written by streaming, read by the query API. Redis holds views only: all can be rebuilt.
 */
package metricflow.live;
