package metricflow.api.metadata;

/**
 * A tenant: its events, keys and funnels are seen by nobody else.
 *
 * @param projectId its identity, in every table and key
 * @param name for people
 */
public record Project(int projectId, String name) {}
