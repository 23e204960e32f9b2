package metricflow.api.project;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import metricflow.api.metadata.Scope;
import metricflow.api.openapi.ApiDocument;
import metricflow.problem.ProblemType;

/** {@link CohortRoutes} for machines. */
final class CohortDescription {
  private static final String ALL = "/v1/cohorts";
  private static final String ONE = "/v1/cohorts/{cohort_id}";
  private static final Map<String, String> EXAMPLES =
      Map.of(
          "buyers_of_the_last_month",
          """
          {"name":"Buyers","definition":{"did":{"event":"purchase","at_least":2,"last_days":30}}}\
          """);

  private CohortDescription() {}

  static void addTo(ApiDocument document, Class<? extends Record> cohort) {
    document
        .operation("GET", ALL, "cohorts", "The saved cohorts.")
        .scope(Scope.QUERY_READ)
        .json(
            200,
            "All of them",
            ProjectDescription.object(
                "cohorts", ProjectDescription.list(document.schemaOf(cohort))));
    document
        .operation("POST", ALL, "save_cohort", "Saves a cohort.")
        .scope(Scope.PROJECT_WRITE)
        .body(wanted(), EXAMPLES)
        .json(201, "The cohort", cohort)
        .problems(ProjectDescription.OF_THE_BODY)
        .problems(ProblemType.LIMIT_REACHED);
    document
        .operation("GET", ONE, "cohort", "A cohort.")
        .scope(Scope.QUERY_READ)
        .json(200, "The cohort", cohort)
        .problems(ProblemType.NOT_FOUND);
    document
        .operation("PUT", ONE, "replace_cohort", "Puts another definition in a cohort's place.")
        .scope(Scope.PROJECT_WRITE)
        .body(wanted(), Map.of())
        .json(200, "The cohort", cohort)
        .problems(ProjectDescription.OF_THE_BODY)
        .problems(ProblemType.NOT_FOUND);
    document
        .operation("DELETE", ONE, "remove_cohort", "Removes a cohort.")
        .scope(Scope.PROJECT_WRITE)
        .nothing(204, "It is gone.")
        .problems(ProblemType.NOT_FOUND);
  }

  /** What a definition may be is said in words in docs/semantics.md. */
  private static ObjectNode wanted() {
    ObjectNode schema = ProjectDescription.object("name", ProjectDescription.name());
    schema
        .withObject("/properties")
        .set("definition", JsonNodeFactory.instance.objectNode().put("type", "object"));
    schema.withArray("required").add("definition");
    return schema;
  }
}
