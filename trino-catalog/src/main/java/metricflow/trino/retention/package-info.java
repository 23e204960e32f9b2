/**
 * The aggregate function that tells who came back, by {@link metricflow.retention.RetentionRules}.
 *
 * <p>Only the plugin names what lives here; Trino creates it by reflection, hence the public types.
 */
package metricflow.trino.retention;
