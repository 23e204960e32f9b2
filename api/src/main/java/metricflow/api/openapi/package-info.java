/**
 * The description of the API for machines: OpenAPI 3.1 and JSON Schema. Each group of routes
 * describes its own; schemas of answers are made from their records.
 *
 * <p>Used by every package that has routes; it uses {@code web} and {@code metadata}.
 */
package metricflow.api.openapi;
