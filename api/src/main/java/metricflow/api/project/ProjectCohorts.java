package metricflow.api.project;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Optional;
import metricflow.api.metadata.SavedCohorts;
import metricflow.api.query.filter.CohortDefinitions;
import metricflow.api.web.Json;

/**
 * The cohorts that the questions of one project may name: its own, as they are when it asks.
 *
 * @param projectId the one project
 */
public record ProjectCohorts(SavedCohorts saved, int projectId, Clock clock)
    implements CohortDefinitions {
  @Override
  public Optional<JsonNode> definition(String cohortId) {
    return saved.find(projectId, cohortId).map(cohort -> tree(cohort.definition()));
  }

  @Override
  public LocalDate today() {
    return LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
  }

  static JsonNode tree(String definition) {
    try {
      return Json.mapper().readTree(definition);
    } catch (JsonProcessingException damaged) {
      throw new IllegalStateException("no JSON in the metadata store: " + definition, damaged);
    }
  }
}
