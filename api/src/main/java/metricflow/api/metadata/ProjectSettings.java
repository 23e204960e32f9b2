package metricflow.api.metadata;

/**
 * What a project's administrators decide.
 *
 * @param name for people
 * @param timeZone its team lives by, an IANA name: that of its questions that name none
 * @param retentionDays days its events are kept, within those of the installation and at least
 *     {@link metricflow.table.Retention#MIN_DAYS}; null: as many as the installation keeps
 */
public record ProjectSettings(String name, String timeZone, Integer retentionDays) {}
