package metricflow.api.saved;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.time.LocalDate;
import metricflow.api.query.JsonFields;

/**
 * The question that an insight asks on a day: its {@code query}, and with {@code last_days} the
 * days up to today in the query's time zone.
 */
final class InsightQuestion {
  private static final String FROM = "from";
  private static final String TO = "to";

  private InsightQuestion() {}

  /**
   * The question as of {@code now}.
   *
   * @param insight with {@code query} and perhaps {@code last_days}, already checked
   * @throws metricflow.problem.ProblemException when {@code last_days} meets {@code from} or {@code
   *     to}
   */
  static ObjectNode of(JsonNode insight, Instant now) {
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
    LocalDate today = SavedFields.today(fields, now);
    query.put(FROM, today.minusDays(insight.path("last_days").asLong() - 1).toString());
    query.put(TO, today.toString());
    return query;
  }
}
