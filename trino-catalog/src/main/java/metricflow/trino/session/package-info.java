/**
 * Functions that divide the events of a person into sessions, by {@link
 * metricflow.session.SessionSplitter}.
 *
 * <p>Only the plugin names what lives here; Trino creates it by reflection, hence the public types.
 */
package metricflow.trino.session;
