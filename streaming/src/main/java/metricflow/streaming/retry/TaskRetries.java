package metricflow.streaming.retry;

import java.io.Serializable;
import java.util.Map;

/**
 * What one task found.
 *
 * @param batches number of retried batches
 * @param fingerprints those of the batches that were new, by bus partition
 * @param state what the task's process remembers
 */
public record TaskRetries(long batches, Map<Integer, long[]> fingerprints, RetryState state)
    implements Serializable {}
