/**
 * How much of something anybody may take in a time.
 *
 * <p>Used by the collector for events and by queries for bytes.
 */
package metricflow.api.rate;
