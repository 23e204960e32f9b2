/**
 * Benchmarks that run from {@code tests/bench}: each prints a table beside a peer on the same data.
 *
 * <p>{@code BusRecordBench} stands alone. {@code IngestBench} offers a running instance events from
 * a {@code LoadProcess} and watches where they arrive. {@code PeersBench} gives the same {@code
 * Backlog} to our job and to its peers.
 *
 * <p>Started by {@code ./metricflow bench NAME}; nobody imports it.
 */
package metricflow.tests.bench;
