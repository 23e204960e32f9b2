/**
 * What travels on the bus: topics, the binary record of accepted events, and rejected events.
 *
 * <p>The collector writes it, the streaming job reads it. Every version ever written stays
 * readable.
 */
package metricflow.bus;
