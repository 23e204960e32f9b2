package metricflow.jobs.backfill;

import java.io.Serializable;

/**
 * A part of a file that holds whole records.
 *
 * @param start first byte
 * @param end byte after the last
 * @param firstLine number of the line it begins with, from 1
 */
record Stretch(long start, long end, long firstLine) implements Serializable {
  static final Stretch WHOLE = new Stretch(0, Long.MAX_VALUE, 1);
}
