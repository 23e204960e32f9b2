/**
 * Functions that tell which persons of blocks of timelines meet a condition, for questions about
 * those persons alone.
 *
 * <p>Only the plugin names what lives here; Trino creates it by reflection, hence the public types.
 */
package metricflow.trino.person;
