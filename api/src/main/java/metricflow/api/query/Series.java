package metricflow.api.query;

/**
 * A number to follow.
 *
 * @param events of which events
 * @param measure what of them
 */
public record Series(EventSelector events, Measure measure) {}
