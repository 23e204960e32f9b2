/**
 * Erasure: everything the lake and the live view hold of a person goes, and does not come back.
 *
 * <p>Called by {@code JobMain}; the other job packages do not use it.
 */
package metricflow.jobs.erasure;
