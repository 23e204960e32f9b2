/**
 * The jobs' command line and what every job stands on: the Spark session, the lake's tables, the
 * rule for duplicates, progress and reports.
 *
 * <p>Called by people and schedulers through {@code JobMain}; the job packages use the rest.
 */
package metricflow.jobs;
