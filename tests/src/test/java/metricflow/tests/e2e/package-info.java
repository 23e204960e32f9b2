/**
 * End-to-end tests against a running instance: every part real, nothing replaced.
 *
 * <p>Run by {@code ./metricflow test}, which sets the environment that {@link
 * metricflow.tests.instance.Instance} reads. Each class makes a project of its own, so counts are
 * exact.
 */
package metricflow.tests.e2e;
