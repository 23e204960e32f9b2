/**
 * Functions on rows of {@code events} as they are stored.
 *
 * <p>Only the plugin names what lives here; Trino creates it by reflection, hence the public types.
 */
package metricflow.trino.event;
