/**
 * Projects, saved funnels and cohorts over HTTP.
 *
 * <p>Used by the wiring; it may use {@code metadata}, {@code query} and {@code web}.
 */
package metricflow.api.project;
