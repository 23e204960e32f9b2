package metricflow.streaming.step;

import java.io.Serializable;
import java.util.List;
import java.util.Map;
import java.util.Set;
import metricflow.streaming.retry.LeftOutEvent;
import metricflow.streaming.retry.TaskRetries;
import metricflow.streaming.sink.LakeFile;

/**
 * What one task made of its bus records.
 *
 * @param events number of events written
 * @param repeated number of events left out because they had been delivered a moment before
 * @param retried number of events written but not folded, because their batch is a retry
 * @param future number of events written whose time lay after their receipt and was taken back
 * @param rejected number of rejected events
 * @param oldestReceivedAt receipt of the oldest event, epoch milliseconds; Long.MAX_VALUE if none
 * @param eventFiles files for the events table
 * @param rejectedFiles files for the rejected events table
 * @param folds live counters by project id
 * @param retries retried batches
 * @param leftOut the repeated events that came in an earlier micro-batch, not only in this one
 */
public record TaskResult(
    long events,
    long repeated,
    long retried,
    long future,
    long rejected,
    long oldestReceivedAt,
    List<LakeFile> eventFiles,
    List<LakeFile> rejectedFiles,
    Map<Integer, ProjectFold> folds,
    TaskRetries retries,
    Set<LeftOutEvent> leftOut)
    implements Serializable {}
