package metricflow.api.metadata;

/**
 * A group of persons that a project has given a name.
 *
 * @param cohortId its identity, a UUID
 * @param name for people
 * @param definition JSON text of the conditions on its persons
 */
public record SavedCohort(String cohortId, String name, String definition) {}
