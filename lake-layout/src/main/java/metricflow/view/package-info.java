/**
 * The views that analysts and SQL of clients read: one file of SQL each, beside this package's
 * classes.
 *
 * <p>Everyone may use this package. Trino's catalog makes views of them; the API reads what they
 * say of any version of the tables.
 */
package metricflow.view;
