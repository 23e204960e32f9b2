/**
 * What the functions over blocks of timelines have in common: the question that is the same for all
 * rows, the parts they take, and the timelines of a group brought together person by person.
 *
 * <p>The packages of funnels, paths, activity and persons use it, and the plugin names what Trino
 * creates by reflection.
 */
package metricflow.trino.timeline;
