/**
 * The lake as SQL: the Trino plugin, and the program that makes Trino's schemas, tables and views.
 *
 * <p>Nobody imports this package: Trino loads the plugin, the launcher starts {@link
 * metricflow.trino.CatalogMain}.
 */
package metricflow.trino;
