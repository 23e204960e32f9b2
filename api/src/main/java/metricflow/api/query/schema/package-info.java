/**
 * The description of the query API for machines: OpenAPI 3.1 and JSON Schema, made from the records
 * of the answers and from the names and limits that the parser itself uses.
 */
package metricflow.api.query.schema;
