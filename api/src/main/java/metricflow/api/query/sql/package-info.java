/**
 * SQL that a client writes, confined to its project before Trino sees it.
 *
 * <p>Used by {@link metricflow.api.query}. What is not understood here is refused.
 */
package metricflow.api.query.sql;
