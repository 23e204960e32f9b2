package metricflow.jobs.backfill;

import metricflow.event.Verdict;

/** Reads one record that is divided into cells. Used by one thread. */
@FunctionalInterface
interface CellsParser {
  /**
   * The verdict on a record.
   *
   * @param cells a text for each column, or null
   * @param record the record as it is kept when it cannot be used
   * @param importedAt epoch milliseconds
   */
  Verdict parse(String[] cells, RecordText record, long importedAt);
}
