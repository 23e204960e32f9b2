/**
 * Properties in questions: which are used, and which have columns of their own in the lake so that
 * their JSON need not be read.
 *
 * <p>Used by {@link metricflow.api.query}. Whether a property is promoted never changes an answer.
 */
package metricflow.api.query.promotion;
