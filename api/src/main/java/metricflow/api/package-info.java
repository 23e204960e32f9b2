/**
 * The API process: reads its settings, wires its parts by hand, starts and stops them.
 *
 * <p>Nobody imports this package; it may import all of ours below it.
 */
package metricflow.api;
