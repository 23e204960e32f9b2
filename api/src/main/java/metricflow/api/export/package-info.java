/**
 * Answers as files: CSV, NDJSON, Parquet, written row by row while they are read.
 *
 * <p>Used by the wiring, and described in {@code saved} too; it may use {@code query} and {@code
 * web}.
 */
package metricflow.api.export;
