package metricflow.api.query;

import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The intervals in which a person did something, as SQL: gathered from the rows of a person with
 * {@code interval_number} and {@code matches_i}, then as arrays for as many persons as have the
 * same.
 *
 * <p>Few intervals are bits of a number: it is gathered without an array for each person, and of
 * thousands of persons who were active on the same days one row is left.
 */
final class IntervalSets {
  /** The sign is left alone. */
  private static final int MAX_BITS = 63;

  private final int sets;
  private final int before;
  private final int bits;

  /**
   * @param bits how many intervals there are, the first {@code before} of them before the period;
   *     0: more than a number has
   */
  private IntervalSets(int sets, int before, int bits) {
    this.sets = sets;
    this.before = before;
    this.bits = bits;
  }

  /**
   * The sets of the intervals of a period.
   *
   * @param sets how many each person has
   * @param interval none: it is one, the whole period
   * @param before intervals before the period that are told apart; what is earlier counts as the
   *     first of them
   */
  static IntervalSets of(int sets, Optional<Interval> interval, Period period, int before) {
    if (interval.isEmpty()) {
      return new IntervalSets(sets, 0, 1);
    }
    int bits = before + interval.get().labels(period).size();
    return new IntervalSets(sets, before, interval.get().ofDays() && bits <= MAX_BITS ? bits : 0);
  }

  /** Whether sets are numbers, which a bitwise OR brings together. */
  boolean areBits() {
    return bits > 0;
  }

  /** How many intervals before the period are told apart. */
  int before() {
    return before;
  }

  /** Where sets are bits, those of the period. */
  long periodBits() {
    return ((1L << bits) - 1) & -(1L << before);
  }

  /** {@code set_i} for each set, as aggregates over the rows of a person. */
  String gathered() {
    return each(
        areBits()
            ? "coalesce(bitwise_or_agg(" + bit() + ") FILTER (WHERE matches_%1$d), 0) AS set_%1$d"
            : "coalesce(array_distinct(array_agg(interval_number) FILTER (WHERE matches_%1$d)),"
                + " ARRAY[]) AS set_%1$d");
  }

  /**
   * {@code set_i} for each set where they are bits, of one row with what {@link #gathered} takes.
   */
  String ofRow() {
    return each("IF(matches_%1$d, " + bit() + ", 0) AS set_%1$d");
  }

  /** {@code set_i} for each set where they are bits, as aggregates over rows that have them. */
  String together() {
    return each("bitwise_or_agg(set_%1$d) AS set_%1$d");
  }

  /** {@code set_i} for each set where they are bits, of the array {@code kinds.sets}. */
  String ofArray() {
    return IntStream.range(0, sets)
        .mapToObj(i -> "kinds.sets[%d] AS set_%d".formatted(i + 1, i))
        .collect(Collectors.joining(", "));
  }

  private String bit() {
    return bits == 1
        ? "BIGINT '1'"
        : "bitwise_left_shift(BIGINT '1', CAST(greatest(interval_number + %d, 0) AS integer))"
            .formatted(before);
  }

  /**
   * A query over {@code byPerson}, rows with {@code set_i} for each person: {@code intervals_i},
   * the numbers of the intervals, each once, in no order, and {@code persons}, how many have them.
   *
   * @param columns of {@code byPerson} to keep, each with a comma after it
   */
  String counted(String columns, String byPerson) {
    if (!areBits()) {
      return "SELECT %s%s, 1 AS persons FROM %s"
          .formatted(columns, each("set_%1$d AS intervals_%1$d"), byPerson);
    }
    String array =
        "filter(sequence(%d, %d), n -> bitwise_and(set_%%1$d, bitwise_left_shift(BIGINT '1', CAST(n + %d AS integer))) <> 0)"
            .formatted(-before, bits - 1 - before, before);
    return """
    SELECT %1$s%2$s, persons
      FROM (
        SELECT %1$s%3$s, count(*) AS persons FROM %4$s GROUP BY %1$s%3$s
      )\
    """
        .formatted(columns, each(array + " AS intervals_%1$d"), each("set_%1$d"), byPerson);
  }

  private String each(String text) {
    return IntStream.range(0, sets)
        .mapToObj(text::formatted)
        .collect(Collectors.joining(",\n    "));
  }
}
