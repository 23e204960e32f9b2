/**
 * What one person did on one day, as bytes, and what many persons did: the formats of the user
 * timelines and of their blocks.
 *
 * <p>The nightly jobs write them, Trino's functions read them; {@link
 * metricflow.timeline.TimelineWriter} and {@link metricflow.timeline.TimelineBlockWriter} describe
 * them.
 */
package metricflow.timeline;
