/**
 * What every route shares: JSON, problems, correlation ids, keys in headers, static files.
 *
 * <p>Used by every package that answers HTTP; the one place where an error becomes an answer.
 */
package metricflow.api.web;
