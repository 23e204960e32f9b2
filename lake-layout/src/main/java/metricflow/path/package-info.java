/**
 * The ways persons go in a session, from one event or page to the next.
 *
 * <p>The Trino plugin asks {@link metricflow.path.SessionPaths}; the API's questions about paths
 * come through it.
 */
package metricflow.path;
