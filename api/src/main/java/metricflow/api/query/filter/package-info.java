/**
 * Which events a question is about: fields of events, conditions on them, their JSON and their SQL.
 *
 * <p>Used by {@link metricflow.api.query}. What a client sent reaches SQL only as a bound value;
 * the names of columns come from {@link metricflow.table.Tables}.
 */
package metricflow.api.query.filter;
