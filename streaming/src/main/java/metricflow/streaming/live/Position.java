package metricflow.streaming.live;

/**
 * A micro-batch of a checkpoint.
 *
 * @param queryId identity of the streaming query's checkpoint
 * @param batchId number of the micro-batch; -1 before the first
 */
record Position(String queryId, long batchId) {
  Position previous() {
    return new Position(queryId, batchId - 1);
  }
}
