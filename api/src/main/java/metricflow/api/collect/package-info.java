/**
 * The collector: from an HTTP body to a verdict per event and an acknowledged record on the bus.
 *
 * <p>Used by the wiring; {@code metricflow.api.bus} implements its port {@link
 * metricflow.api.collect.EventBus}.
 */
package metricflow.api.collect;
