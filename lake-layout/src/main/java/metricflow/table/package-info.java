/**
 * Every table of the lake: columns, partitioning, sort order, properties and retention, as data.
 *
 * <p>Everyone may use this package; no name of a table or column is decided elsewhere.
 */
package metricflow.table;
