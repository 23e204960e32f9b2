/**
 * A lake of generated events of any size, what jobs make of it, and the bytes each column takes.
 *
 * <p>Started by {@code tests/bench/lake.sh} and {@code tests/bench/query.sh}; nobody else calls it.
 */
package metricflow.jobs.bench;
