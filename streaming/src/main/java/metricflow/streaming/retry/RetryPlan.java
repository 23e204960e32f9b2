package metricflow.streaming.retry;

import java.io.Serializable;
import java.util.Map;

/**
 * What the tasks of one micro-batch are told: where earlier fingerprints are and which they need.
 *
 * @param runId this run of the driver; what a process remembers of another run counts for nothing
 * @param folder URI of the folder of {@link FingerprintFiles}
 * @param batchId number of the micro-batch
 * @param hour hours since 1970 of the micro-batch, the same when it is repeated
 * @param lastBatches the last micro-batch of this run that added fingerprints, by bus partition
 * @param maxBytes bytes of memory a process may use for what it remembers
 */
public record RetryPlan(
    String runId,
    String folder,
    long batchId,
    long hour,
    Map<Integer, Long> lastBatches,
    long maxBytes)
    implements Serializable {}
