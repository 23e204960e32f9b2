/**
 * What events and properties a project has: seen in the lake, and described by its team.
 *
 * <p>Used by the wiring; it may use {@code metadata}, {@code query} and {@code web}.
 */
package metricflow.api.schema;
