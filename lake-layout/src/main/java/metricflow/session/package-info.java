/**
 * What a session is: the rule that divides a person's events into visits.
 *
 * <p>Everyone may use this package; the rollups divide by it, day by day.
 */
package metricflow.session;
