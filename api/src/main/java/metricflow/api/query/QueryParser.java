package metricflow.api.query;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import metricflow.event.Dimension;
import metricflow.problem.ProblemException;
import metricflow.problem.ProblemType;

/** Reads a question from JSON. What it does not know it refuses, so no typing error goes unseen. */
public final class QueryParser {
  /** Most days a question may span. */
  public static final int MAX_DAYS = 366;

  private static final List<String> KINDS =
      List.of(
          Trends.KIND,
          Segmentation.KIND,
          Funnel.KIND,
          FunnelPersons.KIND,
          Retention.KIND,
          Stickiness.KIND,
          Lifecycle.KIND,
          Persons.KIND,
          Person.KIND,
          Sql.KIND,
          Paths.KIND,
          DailyActiveUsers.KIND);

  /** The kinds that take no {@code time_zone}. */
  private static final List<String> KINDS_IN_UTC =
      List.of(Person.KIND, Sql.KIND, DailyActiveUsers.KIND);

  private QueryParser() {}

  /**
   * The question in {@code body}.
   *
   * @param explain whether the answer is to say why its source was chosen
   * @param project the one that is asked about; the question holds the definitions of its cohorts,
   *     and its time zone where it names none
   * @throws ProblemException of type {@code QUERY_INVALID}, naming the member and what it may be
   */
  public static Question question(JsonNode body, boolean explain, ProjectContext project) {
    JsonFields fields = JsonFields.ofBody(body, project);
    return new Question(parse(fields), LakeVersion.in(fields, "version"), explain);
  }

  /** The question in {@code body} of a project without cohorts that lives by UTC. */
  public static Question question(JsonNode body, boolean explain) {
    return question(body, explain, ProjectContext.NONE);
  }

  /** The query in {@code body}; problems as those of {@link #question}. */
  public static Query parse(JsonNode body) {
    return parse(JsonFields.ofBody(body));
  }

  /**
   * The {@link Query#zone} of the question in {@code body}, whatever else it says: it need not name
   * its days yet.
   *
   * @throws ProblemException as for {@link #question}, when its kind or its zone is not known
   */
  public static ZoneId zone(JsonNode body, ProjectContext project) {
    JsonFields fields = JsonFields.ofBody(body, project);
    return KINDS_IN_UTC.contains(fields.oneOf("kind", KINDS))
        ? Period.UTC
        : PeriodFields.zone(fields);
  }

  private static Query parse(JsonFields fields) {
    return switch (fields.oneOf("kind", KINDS)) {
      case Trends.KIND -> TrendsFields.trends(fields);
      case Segmentation.KIND -> TrendsFields.segmentation(fields);
      case Retention.KIND -> ActivityFields.retention(fields);
      case Stickiness.KIND -> ActivityFields.stickiness(fields);
      case Paths.KIND -> PathsFields.paths(fields);
      case Lifecycle.KIND -> ActivityFields.lifecycle(fields);
      case Funnel.KIND -> ConversionFields.funnel(fields);
      case FunnelPersons.KIND -> ConversionFields.persons(fields);
      case Persons.KIND -> PersonsFields.persons(fields);
      case Sql.KIND -> Sql.in(fields);
      case Person.KIND -> PersonsFields.person(fields);
      default -> dailyActiveUsers(fields);
    };
  }

  /** Refuses every member but these and those that all questions may have. */
  static void only(JsonFields fields, String... members) {
    List<String> allowed = new ArrayList<>(List.of("kind", "from", "to"));
    allowed.addAll(List.of(members));
    allowed.add("version");
    fields.only(allowed);
  }

  private static DailyActiveUsers dailyActiveUsers(JsonFields fields) {
    only(fields, "dimension", "limit");
    Optional<Dimension> dimension =
        fields.has("dimension")
            ? Dimension.of(fields.oneOf("dimension", DailyActiveUsers.dimensionNames()))
            : Optional.empty();
    long limit =
        fields.has("limit")
            ? fields.wholeNumber("limit", 1, DailyActiveUsers.MAX_LIMIT)
            : DailyActiveUsers.DEFAULT_LIMIT;
    LocalDate from = from(fields);
    return new DailyActiveUsers(from, to(fields, from), dimension, (int) limit);
  }

  /** {@code from}, the first day. */
  static LocalDate from(JsonFields fields) {
    return fields.date("from");
  }

  /** {@code to}, the last day. */
  static LocalDate to(JsonFields fields, LocalDate from) {
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
