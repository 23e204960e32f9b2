/**
 * The event model: what an event is, how it is read from JSON, and when it happened.
 *
 * <p>Everyone may use this package; it uses only {@code metricflow.problem} and the JSON reader.
 */
package metricflow.event;
