/**
 * The description of {@code POST /v1/query}, made from the records of the answers and from the
 * names and limits that the parser itself uses.
 *
 * <p>Used by {@code query} to describe its routes.
 */
package metricflow.api.query.schema;
