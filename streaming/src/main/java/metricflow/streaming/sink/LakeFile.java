package metricflow.streaming.sink;

import java.io.Serializable;

/**
 * A data file written but not yet part of its table.
 *
 * @param path full path
 * @param bytes size
 * @param modifiedAt modification time, epoch milliseconds
 * @param epochDay value of the partition column, days since 1970-01-01
 * @param rows number of rows
 * @param minProject smallest project id
 * @param maxProject largest project id
 * @param minTimeMicros smallest value of the time column, epoch microseconds
 * @param maxTimeMicros largest value of the time column
 */
public record LakeFile(
    String path,
    long bytes,
    long modifiedAt,
    int epochDay,
    long rows,
    int minProject,
    int maxProject,
    long minTimeMicros,
    long maxTimeMicros)
    implements Serializable {}
