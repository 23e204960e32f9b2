/**
 * Insights, dashboards and reports over HTTP: what a team saves, and when its reports are due.
 *
 * <p>Used by the wiring; it may use {@code metadata}, {@code query} and {@code web}.
 */
package metricflow.api.saved;
