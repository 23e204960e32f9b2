/**
 * What happens right now, read from Redis once per tick for all viewers of a project.
 *
 * <p>Used by the wiring; besides the collector's probes the only package that reads live counters.
 */
package metricflow.api.live;
