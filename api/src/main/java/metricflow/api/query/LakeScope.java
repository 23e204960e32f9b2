package metricflow.api.query;

/**
 * What a statement reads: the data of one project in one state of the lake.
 *
 * @param rolled the days of that state whose rollups may stand for their events
 */
public record LakeScope(LakeNames names, int projectId, RolledDays rolled) {}
