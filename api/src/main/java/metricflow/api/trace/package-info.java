/**
 * Traces of requests by OpenTelemetry: off unless an address to send them to is set.
 *
 * <p>Used by the wiring, the routes' defaults and whoever calls another system. A span says what
 * was done and how long it took; it never holds a key, a value of a question or of an event.
 */
package metricflow.api.trace;
