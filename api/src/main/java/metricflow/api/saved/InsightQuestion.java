package metricflow.api.saved;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import metricflow.api.query.JsonFields;
import metricflow.api.query.ProjectContext;
import metricflow.api.query.QueryParser;

/**
 * The question that an insight asks on a day: its {@code query}, and with {@code last_days} the
 * days up to today, where the days of the query begin.
 */
final class InsightQuestion {
  private InsightQuestion() {}

  /**
   * The question as of {@code now}.
   *
   * @param insight with {@code query} and perhaps {@code last_days}
   * @param project the one that asks
   * @throws metricflow.problem.ProblemException when {@code last_days} meets {@code from} or {@code
   *     to}, or its kind or time zone is not known; the question is not checked otherwise
   */
  static ObjectNode of(JsonNode insight, Instant now, ProjectContext project) {
    ObjectNode query = insight.path("query").deepCopy();
    if (!insight.hasNonNull("last_days")) {
      return query;
    }
    JsonFields fields = JsonFields.ofBody(query);
    for (String member : List.of("from", "to", "version")) {
      if (query.has(member)) {
        throw fields.invalid(member, "not for an insight of the 'last_days': they end today");
      }
    }
    LocalDate today = LocalDate.ofInstant(now, QueryParser.zone(query, project));
    return query
        .put("from", today.minusDays(insight.path("last_days").asLong() - 1).toString())
        .put("to", today.toString());
  }
}
