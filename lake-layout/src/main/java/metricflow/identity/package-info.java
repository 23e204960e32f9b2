/**
 * Who is one person: the rule that ties anonymous ids and aliases to users.
 *
 * <p>Everyone may use this package; the rule must not depend on the order in which events arrive.
 */
package metricflow.identity;
