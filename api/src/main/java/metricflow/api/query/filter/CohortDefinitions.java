package metricflow.api.query.filter;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Optional;

/** What a filter may refer to beside itself: cohorts that its project has saved, and today. */
public interface CohortDefinitions {
  /** No cohorts; today by the clock of this machine. */
  CohortDefinitions NONE =
      new CohortDefinitions() {
        @Override
        public Optional<JsonNode> definition(String cohortId) {
          return Optional.empty();
        }

        @Override
        public LocalDate today() {
          return LocalDate.now(ZoneOffset.UTC);
        }
      };

  /** The definition of the project's cohort, as {@link FilterFields#cohort} reads it. */
  Optional<JsonNode> definition(String cohortId);

  /** The UTC day on which {@code last_days} end. */
  LocalDate today();
}
