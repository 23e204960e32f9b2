package metricflow.streaming.step;

import java.io.Serializable;
import java.util.List;
import java.util.Map;
import metricflow.streaming.sink.LakeFile;

/**
 * What one task made of its bus records.
 *
 * @param events number of events
 * @param repeated number of events left out because they had been delivered a moment before
 * @param rejected number of rejected events
 * @param oldestReceivedAt receipt of the oldest event, epoch milliseconds; Long.MAX_VALUE if none
 * @param eventFiles files for the events table
 * @param rejectedFiles files for the rejected events table
 * @param folds live counters by project id
 */
public record TaskResult(
    long events,
    long repeated,
    long rejected,
    long oldestReceivedAt,
    List<LakeFile> eventFiles,
    List<LakeFile> rejectedFiles,
    Map<Integer, ProjectFold> folds)
    implements Serializable {}
