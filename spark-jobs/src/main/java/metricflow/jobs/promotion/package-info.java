/**
 * Promotion: which properties of a project's events get columns of their own, by how often
 * questions use them.
 *
 * <p>Called by {@code JobMain}; compaction fills the columns.
 */
package metricflow.jobs.promotion;
