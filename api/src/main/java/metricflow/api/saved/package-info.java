/**
 * Insights, dashboards and reports over HTTP: what a team saves, and when its reports are due.
 *
 * <p>Used by the wiring; it may use {@code metadata}, {@code query}, {@code web} and the
 * description of {@code export}.
 */
package metricflow.api.saved;
