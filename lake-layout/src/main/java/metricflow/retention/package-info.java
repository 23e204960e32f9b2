/**
 * Who came back, and when: one definition for all who count retention.
 *
 * <p>Everyone may use this package.
 */
package metricflow.retention;
