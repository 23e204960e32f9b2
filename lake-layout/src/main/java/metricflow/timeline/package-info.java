/**
 * What one person did on one day, as bytes: the format of the user timelines.
 *
 * <p>The nightly jobs write it, Trino's functions read it; {@link
 * metricflow.timeline.TimelineWriter} describes it.
 */
package metricflow.timeline;
