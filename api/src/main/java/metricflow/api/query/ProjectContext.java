package metricflow.api.query;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Optional;

/** What a question takes from the project that asks it, and from the day it is asked on. */
public interface ProjectContext {
  /** No cohorts, days in UTC; today by the clock of this machine. */
  ProjectContext NONE =
      new ProjectContext() {
        @Override
        public Optional<JsonNode> cohort(String cohortId) {
          return Optional.empty();
        }

        @Override
        public LocalDate today() {
          return LocalDate.now(ZoneOffset.UTC);
        }
      };

  /**
   * The definition of the project's cohort, as {@link
   * metricflow.api.query.filter.FilterFields#cohort} reads it.
   */
  Optional<JsonNode> cohort(String cohortId);

  /** The UTC day on which {@code last_days} of a condition end. */
  LocalDate today();

  /** The zone of questions that name none. */
  default ZoneId timeZone() {
    return Period.UTC;
  }
}
