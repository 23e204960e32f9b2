package metricflow.api.saved;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import metricflow.api.query.JsonFields;
import metricflow.api.query.ProjectContext;
import metricflow.api.query.QueryParser;

/**
 * The question that an insight asks on a day: its {@code query}, and with {@code last_days} the
 * days up to today, where the days of the query begin.
 */
final class InsightQuestion {
  private static final String FROM = "from";
  private static final String TO = "to";

  private InsightQuestion() {}

  /**
   * The question as of {@code now}.
   *
   * @param insight with {@code query} and perhaps {@code last_days}, already checked
   * @param project the one that asks
   * @throws metricflow.problem.ProblemException when {@code last_days} meets {@code from} or {@code
   *     to}, or the question is not valid
   */
  static ObjectNode of(JsonNode insight, Instant now, ProjectContext project) {
    ObjectNode query = insight.path("query").deepCopy();
    if (!insight.hasNonNull("last_days")) {
      return query;
    }
    JsonFields fields = JsonFields.ofBody(query);
    for (String member : new String[] {FROM, TO, "version"}) {
      if (query.has(member)) {
        throw fields.invalid(member, "not for an insight of the 'last_days': they end today");
      }
    }
    // Which zone counts depends on the kind; on which days it is asked does not matter for that.
    put(query, LocalDate.EPOCH, LocalDate.EPOCH);
    ZoneId zone = QueryParser.question(query, false, project).query().zone();
    LocalDate today = now.atZone(zone).toLocalDate();
    return put(query, today.minusDays(insight.path("last_days").asLong() - 1), today);
  }

  private static ObjectNode put(ObjectNode query, LocalDate from, LocalDate to) {
    return query.put(FROM, from.toString()).put(TO, to.toString());
  }
}
