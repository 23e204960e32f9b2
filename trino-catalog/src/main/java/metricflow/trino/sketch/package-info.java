/**
 * Functions on sketches, named as Spark's and with the same bytes: {@link
 * metricflow.sketch.SketchFormat}.
 *
 * <p>Only the plugin names what lives here; Trino creates it by reflection, hence the public types.
 */
package metricflow.trino.sketch;
