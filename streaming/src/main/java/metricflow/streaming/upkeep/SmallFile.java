package metricflow.streaming.upkeep;

import io.delta.kernel.internal.actions.AddFile;
import java.time.LocalDate;

/**
 * An active file that may be merged with its like.
 *
 * @param path as the log has it, relative to the table
 * @param day its partition
 * @param copies how often its rows have been copied
 * @param bytes its size
 * @param modifiedAt when its newest rows were written, epoch milliseconds
 * @param logged its entry in the log
 */
record SmallFile(
    String path, LocalDate day, int copies, long bytes, long modifiedAt, AddFile logged) {}
