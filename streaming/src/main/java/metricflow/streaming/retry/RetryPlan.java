package metricflow.streaming.retry;

import java.io.Serializable;
import java.util.Map;
import java.util.Set;

/**
 * What the tasks of one micro-batch are told: where earlier fingerprints are and which they need,
 * and what earlier tries of the same micro-batch left out.
 *
 * @param runId this run of the driver; what a process remembers of another run counts for nothing
 * @param folder URI of the folder of {@link FingerprintFiles}
 * @param batchId number of the micro-batch
 * @param hour hours since 1970 of the micro-batch, the same when it is repeated
 * @param lastBatches the last micro-batch of this run that added fingerprints, by bus partition
 * @param leftOut events to leave out because an earlier try did, empty but after a restart
 * @param maxBytes bytes of memory a process may use for what it remembers
 */
public record RetryPlan(
    String runId,
    String folder,
    long batchId,
    long hour,
    Map<Integer, Long> lastBatches,
    Set<LeftOutEvent> leftOut,
    long maxBytes)
    implements Serializable {}
