/**
 * A running instance as its users meet it: HTTP, SQL on the lake, and the live counters.
 *
 * <p>For end-to-end tests and benchmarks; knows lake-layout only.
 */
package metricflow.tests.instance;
