/**
 * The aggregate function that counts funnel steps, by the rules of {@link
 * metricflow.funnel.StepTimeline}.
 *
 * <p>Only the plugin names what lives here; Trino creates it by reflection, hence the public types.
 */
package metricflow.trino.funnel;
