/**
 * Functions that tell the paths of a person, by {@link metricflow.path.SessionPaths}.
 *
 * <p>Only the plugin names what lives here; Trino creates it by reflection, hence the public types.
 */
package metricflow.trino.path;
