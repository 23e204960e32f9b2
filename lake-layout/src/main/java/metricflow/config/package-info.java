/**
 * Configuration, read once from the environment. Every key is declared here and nowhere else.
 *
 * <p>Only main classes read it; everything else is handed the values it needs.
 */
package metricflow.config;
