/** What the simulation promises: readable events, the asked-for volume, a plausible funnel. */
package metricflow.tests.simulation;
