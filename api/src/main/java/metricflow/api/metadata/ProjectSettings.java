package metricflow.api.metadata;

/**
 * What a project's administrators decide.
 *
 * @param name for people
 * @param timeZone of its days where a question names none, an IANA name
 * @param retentionDays days its events are kept; null: for good
 */
public record ProjectSettings(String name, String timeZone, Integer retentionDays) {}
