/**
 * Questions over the lake: what may be asked, the SQL that answers it, and the answers.
 *
 * <p>Used by the routes; knows the lake's tables but neither JDBC nor Redis, which are behind
 * {@link metricflow.api.query.QueryEngine} and {@link metricflow.api.query.Freshness}.
 */
package metricflow.api.query;
