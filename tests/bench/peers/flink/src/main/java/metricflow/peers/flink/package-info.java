/**
 * A Flink job that does the same work, as a peer for benchmarks: JSON lines from Kafka to Parquet
 * files and to counters in Redis, checkpointed every second.
 *
 * <p>Started by {@code tests/bench/peers.sh}; nobody imports it.
 */
package metricflow.peers.flink;
