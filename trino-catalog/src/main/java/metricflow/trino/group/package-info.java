/**
 * What an aggregate function of ours keeps of each group of rows: one value that grows, counts its
 * memory, travels as bytes and is copied.
 *
 * <p>For the packages of the functions; Trino meets these types by reflection, hence public.
 */
package metricflow.trino.group;
