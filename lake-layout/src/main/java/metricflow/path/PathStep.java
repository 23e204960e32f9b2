package metricflow.path;

/**
 * One step of a path.
 *
 * @param depth 1 for the step at the start, 2 for the next
 * @param source where it leads from; null where a session has begun
 * @param target where it leads to; null where a session has ended
 */
public record PathStep<N>(int depth, N source, N target) {}
