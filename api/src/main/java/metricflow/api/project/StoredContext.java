package metricflow.api.project;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.function.IntFunction;
import metricflow.api.metadata.SavedCohorts;
import metricflow.api.query.ProjectContext;
import metricflow.api.web.Json;

/**
 * What the metadata store knows for the questions of one project, as it is when it asks.
 *
 * @param saved its own cohorts are those it may name
 * @param timeZones zones by project
 * @param projectId the one project
 */
public record StoredContext(
    SavedCohorts saved, IntFunction<ZoneId> timeZones, int projectId, Clock clock)
    implements ProjectContext {
  @Override
  public Optional<JsonNode> cohort(String cohortId) {
    return saved.find(projectId, cohortId).map(cohort -> tree(cohort.definition()));
  }

  @Override
  public LocalDate today() {
    return LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
  }

  @Override
  public ZoneId timeZone() {
    return timeZones.apply(projectId);
  }

  static JsonNode tree(String definition) {
    try {
      return Json.mapper().readTree(definition);
    } catch (JsonProcessingException damaged) {
      throw new IllegalStateException("no JSON in the metadata store: " + definition, damaged);
    }
  }
}
