package metricflow.streaming.live;

/**
 * What a rebuild did.
 *
 * @param events number of events folded
 * @param repeated rows left out because their event was in the lake twice
 * @param projects number of projects that have live keys now
 * @param millis how long it took, in milliseconds
 */
public record RebuildReport(long events, long repeated, int projects, long millis) {}
