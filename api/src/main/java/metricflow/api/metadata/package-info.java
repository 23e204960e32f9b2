/**
 * Projects, keys and saved funnels: the relational metadata store and its caches.
 *
 * <p>Used by the collector and the query API; the only package that knows JDBC to that store.
 */
package metricflow.api.metadata;
