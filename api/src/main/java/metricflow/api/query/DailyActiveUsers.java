package metricflow.api.query;

import static java.util.Comparator.naturalOrder;

import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import metricflow.event.Dimension;

/**
 * How many distinct persons did something on each UTC day.
 *
 * @param from first day
 * @param to last day
 * @param dimension what to break down by, if anything
 * @param limit number of values shown when broken down: those with most users over all days
 */
public record DailyActiveUsers(
    LocalDate from, LocalDate to, Optional<Dimension> dimension, int limit) implements Query {
  static final String KIND = "daily_active_users";

  /** Number of values shown unless the question says otherwise. */
  public static final int DEFAULT_LIMIT = 8;

  /** Most values shown. */
  public static final int MAX_LIMIT = 50;

  /** What one may break down by. Each of them is also rolled up by day. */
  public static final Set<Dimension> DIMENSIONS =
      Set.of(
          Dimension.COUNTRY,
          Dimension.DEVICE,
          Dimension.BROWSER,
          Dimension.OS,
          Dimension.PLAN,
          Dimension.UTM_SOURCE,
          Dimension.HOST);

  /** Without a dimension the limit means nothing and is set to its default. */
  public DailyActiveUsers {
    limit = dimension.isPresent() ? limit : DEFAULT_LIMIT;
  }

  /** Names of {@link #DIMENSIONS}, sorted. */
  static List<String> dimensionNames() {
    return DIMENSIONS.stream().map(Dimension::column).sorted(naturalOrder()).toList();
  }

  @Override
  public String kind() {
    return KIND;
  }
}
