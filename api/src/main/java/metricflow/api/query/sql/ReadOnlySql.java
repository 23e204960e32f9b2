package metricflow.api.query.sql;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import metricflow.api.query.LakeNames;

/**
 * A client's query that reads nothing but our views, each by its bare name. Those names are common
 * tables that {@link #confined} puts before it; the connection has no schema in which any other
 * name would be found.
 *
 * @param text the query, without catalog and schema before the views
 * @param views the views it names
 * @param with where its own common tables begin, after the word {@code WITH}; -1 when it has none
 * @param limit where its own limit stands
 * @param changing whether it may give something else the next time, although no view has changed
 */
public record ReadOnlySql(
    String text, SortedSet<String> views, int with, Limit limit, boolean changing) {
  /** The views that may be read. */
  public static final List<String> VIEWS =
      List.of(
          "events",
          "sessions",
          "persons",
          "daily_metrics",
          "hourly_metrics",
          "hourly_contexts",
          "user_days",
          "first_seen");

  /** Longest query, in characters. */
  public static final int MAX_LENGTH = 16_000;

  /** Keeps its own copy. */
  public ReadOnlySql {
    views = new TreeSet<>(views);
  }

  /**
   * A limit that a query has itself.
   *
   * @param start where its number begins; the end of the query when it has none
   * @param end where it ends
   * @param rows the number, {@link Long#MAX_VALUE} for all
   */
  public record Limit(int start, int end, long rows) {
    boolean isMissing() {
      return start == end;
    }
  }

  /**
   * Reads a query.
   *
   * @param member what it is called, for the problem
   * @throws metricflow.problem.ProblemException of type {@code QUERY_INVALID} when it is no query,
   *     or does anything but read the views
   */
  public static ReadOnlySql of(String text, String member) {
    return new SqlReader(member).read(text);
  }

  /** The query of one project, with at most {@code rows} rows. */
  public String confined(LakeNames lake, int projectId, long rows) {
    String limited =
        limit.rows() <= rows
            ? text
            : text.substring(0, limit.start())
                + (limit.isMissing() ? "\nLIMIT " : "")
                + rows
                + text.substring(limit.end());
    List<String> tables = new ArrayList<>();
    for (String view : views) {
      tables.add(
          "%s AS (SELECT * FROM (%s) WHERE project_id = %d)"
              .formatted(view, lake.viewQuery(view), projectId));
    }
    if (tables.isEmpty()) {
      return limited;
    }
    // On one line and without a line of its own: positions that Trino tells stay nearly right.
    String ours = tables.stream().collect(Collectors.joining(", "));
    return with < 0
        ? "WITH " + ours + " " + limited
        : limited.substring(0, with) + " " + ours + ", " + limited.substring(with);
  }
}
