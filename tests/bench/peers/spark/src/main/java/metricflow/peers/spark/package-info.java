/**
 * The obvious Structured Streaming job, as a peer for benchmarks: JSON lines from Kafka, cached,
 * written to Delta, then scanned again by two aggregations into Redis.
 *
 * <p>Started by {@code tests/bench/peers.sh}; nobody imports it.
 */
package metricflow.peers.spark;
