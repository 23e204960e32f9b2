/**
 * The lake through Trino's JDBC driver: turns, time limits, errors.
 *
 * <p>Used by the wiring only, as a {@link metricflow.api.query.QueryEngine}.
 */
package metricflow.api.trino;
