/**
 * The simulated visitors of a small subscription business: history to load, live traffic to send.
 *
 * <p>Started by {@code ./metricflow demo} and by tests; uses the event names of lake-layout only.
 */
package metricflow.tests.simulation;
