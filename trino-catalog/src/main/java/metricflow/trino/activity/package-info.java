/**
 * Functions that tell in which intervals persons of blocks of timelines were active.
 *
 * <p>Only the plugin names what lives here; Trino creates it by reflection, hence the public types.
 */
package metricflow.trino.activity;
