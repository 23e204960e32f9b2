package metricflow.api.query;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.stream.Stream;
import metricflow.api.query.filter.Field;
import metricflow.api.query.promotion.PropertyUse;

/**
 * How many got through the first, the first two, ... all steps.
 *
 * @param conversion the steps and what counts as taking them
 * @param interval how the period is cut for conversion over time, by the time of the first step
 * @param breakdown fields whose values at the first step make groups; none: no groups
 * @param limit most groups shown; all others together are one more, {@code other}
 * @param bucketSeconds bounds of the buckets of times to convert, ascending; none: times are not
 *     asked for
 */
public record Funnel(
    Conversion conversion,
    Optional<Interval> interval,
    List<Field> breakdown,
    int limit,
    List<Long> bucketSeconds)
    implements PeriodQuery {
  static final String KIND = "funnel";
  static final int MAX_BUCKETS = 50;

  /** The bounds unless named, of which those within the conversion window are taken. */
  static final List<Long> DEFAULT_BUCKETS =
      Stream.of(
              Duration.ofSeconds(1),
              Duration.ofSeconds(10),
              Duration.ofMinutes(1),
              Duration.ofMinutes(10),
              Duration.ofHours(1),
              Duration.ofHours(6),
              Duration.ofDays(1),
              Duration.ofDays(7),
              Duration.ofDays(30),
              Duration.ofDays(90))
          .map(Duration::toSeconds)
          .toList();

  /** Keeps its own copies. */
  public Funnel {
    breakdown = List.copyOf(breakdown);
    bucketSeconds = List.copyOf(bucketSeconds);
  }

  @Override
  public String kind() {
    return KIND;
  }

  @Override
  public Period period() {
    return conversion.period();
  }

  @Override
  public SortedSet<PropertyUse> propertyUses() {
    return PropertyUse.distinct(
        Stream.concat(conversion.propertyUses(), breakdown.stream().flatMap(PropertyUse::text)));
  }

  /** Whether it is asked when the steps happened, not only how many did. */
  boolean needsTimes() {
    return interval.isPresent() || !breakdown.isEmpty() || !bucketSeconds.isEmpty();
  }
}
