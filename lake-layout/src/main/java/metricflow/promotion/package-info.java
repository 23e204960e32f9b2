/**
 * Promoted properties: which members of the JSON columns of {@code events} compaction also writes
 * to typed columns, and exactly which value that is.
 *
 * <p>Jobs write them, the query compiler reads them; everyone may use this package.
 */
package metricflow.promotion;
