/**
 * The Kafka side of the collector.
 *
 * <p>Used by the wiring only; everyone else sees the port {@code metricflow.api.collect.EventBus}.
 */
package metricflow.api.bus;
