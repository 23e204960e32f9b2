/**
 * The functions that count funnel steps, by the rules of {@link metricflow.funnel.FunnelRules}:
 * over rows, and over timelines.
 *
 * <p>Only the plugin names what lives here; Trino creates it by reflection, hence the public types.
 */
package metricflow.trino.funnel;
