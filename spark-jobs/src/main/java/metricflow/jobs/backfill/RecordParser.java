package metricflow.jobs.backfill;

import metricflow.event.Verdict;

/** Reads one record of a text file. Used by one thread. */
@FunctionalInterface
interface RecordParser {
  /**
   * The verdict on a record.
   *
   * @param record UTF-8
   * @param importedAt epoch milliseconds
   */
  Verdict parse(byte[] record, long importedAt);
}
