/**
 * Benchmarks that run from {@code tests/bench}: each prints a table beside a peer on the same data.
 *
 * <p>Started by {@code ./metricflow bench NAME}; nobody imports it.
 */
package metricflow.tests.bench;
