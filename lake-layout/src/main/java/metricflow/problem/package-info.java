/**
 * Every error MetricFlow shows, as RFC 9457 problem details with a stable type.
 *
 * <p>Everyone may use this package; it uses the JDK only.
 */
package metricflow.problem;
