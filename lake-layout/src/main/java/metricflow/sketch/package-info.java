/**
 * What the lake's sketches are; no sketch library.
 *
 * <p>Spark's jobs and Trino's functions keep to it, each with the library its engine runs with.
 */
package metricflow.sketch;
