package metricflow.streaming.retry;

import java.io.Serializable;

/**
 * What one process remembers of earlier batches.
 *
 * @param process identity of the process
 * @param entries fingerprints in memory
 * @param bytes memory they take
 * @param forgottenEarly fingerprints dropped before their 24 hours, for lack of room, since start
 * @param unreadableFiles files that could not be read, since start
 */
public record RetryState(
    String process, long entries, long bytes, long forgottenEarly, long unreadableFiles)
    implements Serializable {}
