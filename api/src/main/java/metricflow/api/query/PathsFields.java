package metricflow.api.query;

import java.util.List;
import java.util.Optional;
import metricflow.api.query.filter.FilterFields;
import metricflow.path.PathStart;
import metricflow.problem.ProblemException;
import metricflow.problem.ProblemType;

/** The members of {@link Paths}. */
final class PathsFields {
  static final List<String> OVER = List.of("events", "pages");
  private static final String AFTER = "after";
  private static final String BEFORE = "before";

  private PathsFields() {}

  static Paths paths(JsonFields fields) {
    QueryParser.only(
        fields, "time_zone", AFTER, BEFORE, "over", "filter", "depth", "limit", "collapse_repeats");
    if (fields.has(AFTER) && fields.has(BEFORE)) {
      throw new ProblemException(
          ProblemType.QUERY_INVALID,
          "'after' cannot be asked together with 'before'; ask one question for each.");
    }
    PathStart start =
        fields.has(AFTER)
            ? PathStart.AFTER
            : fields.has(BEFORE) ? PathStart.BEFORE : PathStart.SESSION;
    return new Paths(
        PeriodFields.period(fields),
        start,
        start == PathStart.SESSION
            ? Optional.empty()
            : Optional.of(PeriodFields.events(fields, start == PathStart.AFTER ? AFTER : BEFORE)),
        fields.has("over") && fields.oneOf("over", OVER).equals(OVER.getLast()),
        FilterFields.filter(fields, "filter"),
        fields.has("depth")
            ? (int) fields.wholeNumber("depth", 1, Paths.MAX_DEPTH)
            : Paths.DEFAULT_DEPTH,
        fields.has("limit")
            ? (int) fields.wholeNumber("limit", 1, Paths.MAX_LIMIT)
            : Paths.DEFAULT_LIMIT,
        !fields.has("collapse_repeats") || fields.flag("collapse_repeats"));
  }
}
