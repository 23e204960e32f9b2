/**
 * What questions mean, said a second time: a naive count in memory over random small worlds, to
 * which the API's answers through a real Trino over real Delta tables are compared.
 */
package metricflow.tests.oracle;
