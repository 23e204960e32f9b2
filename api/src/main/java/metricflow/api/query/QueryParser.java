package metricflow.api.query;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import metricflow.event.Dimension;
import metricflow.problem.ProblemException;
import metricflow.problem.ProblemType;

/** Reads a question from JSON. What it does not know it refuses, so no typing error goes unseen. */
public final class QueryParser {
  /** Most days a question may span. */
  public static final int MAX_DAYS = 366;

  private static final String ACTIVE_USERS = "daily_active_users";
  private static final String FUNNEL = "funnel";

  private QueryParser() {}

  /**
   * The question in {@code body}.
   *
   * @throws ProblemException of type {@code QUERY_INVALID}, naming the member and what it may be
   */
  public static Query parse(JsonNode body) {
    JsonFields fields = JsonFields.ofBody(body);
    return fields.oneOf("kind", List.of(ACTIVE_USERS, FUNNEL)).equals(FUNNEL)
        ? funnel(fields)
        : dailyActiveUsers(fields);
  }

  private static DailyActiveUsers dailyActiveUsers(JsonFields fields) {
    fields.only(List.of("kind", "from", "to", "dimension", "limit"));
    Optional<Dimension> dimension =
        fields.has("dimension")
            ? Dimension.of(fields.oneOf("dimension", DailyActiveUsers.dimensionNames()))
            : Optional.empty();
    long limit =
        fields.has("limit")
            ? fields.wholeNumber("limit", 1, DailyActiveUsers.MAX_LIMIT)
            : DailyActiveUsers.DEFAULT_LIMIT;
    LocalDate from = fields.date("from");
    return new DailyActiveUsers(from, to(fields, from), dimension, (int) limit);
  }

  private static Funnel funnel(JsonFields fields) {
    fields.only(List.of("kind", "from", "to", "conversion_window_seconds", "steps"));
    LocalDate from = fields.date("from");
    return new Funnel(
        from,
        to(fields, from),
        FunnelFields.conversionWindowSeconds(fields),
        FunnelFields.steps(fields));
  }

  private static LocalDate to(JsonFields fields, LocalDate from) {
    LocalDate to = fields.date("to");
    long days = ChronoUnit.DAYS.between(from, to) + 1;
    if (days < 1 || days > MAX_DAYS) {
      throw new ProblemException(
          ProblemType.QUERY_INVALID,
          "'to' is %s; it must be from %s ('from') to %s (%d days)."
              .formatted(to, from, from.plusDays(MAX_DAYS - 1L), MAX_DAYS));
    }
    return to;
  }
}
