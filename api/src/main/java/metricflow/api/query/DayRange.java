package metricflow.api.query;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;

/**
 * Days in a row.
 *
 * @param first first day, or null for no bound
 * @param last last day, or null for no bound
 */
public record DayRange(LocalDate first, LocalDate last) {

  /** Whether the day is one of them. */
  boolean holds(LocalDate day) {
    return (first == null || !day.isBefore(first)) && (last == null || !day.isAfter(last));
  }

  /** The days of {@code within} but those of {@code ranges}, which are in order. */
  static List<DayRange> outside(List<DayRange> ranges, DayRange within) {
    return outside(ranges).stream()
        .map(range -> range.within(within))
        .flatMap(Optional::stream)
        .toList();
  }

  /** Those of them that are in {@code other}, if there are any. */
  private Optional<DayRange> within(DayRange other) {
    LocalDate from =
        first == null || (other.first != null && other.first.isAfter(first)) ? other.first : first;
    LocalDate to =
        last == null || (other.last != null && other.last.isBefore(last)) ? other.last : last;
    return from != null && to != null && from.isAfter(to)
        ? Optional.empty()
        : Optional.of(new DayRange(from, to));
  }

  /** The days as ranges, in order. */
  static List<DayRange> of(SortedSet<LocalDate> days) {
    List<DayRange> ranges = new ArrayList<>();
    for (LocalDate day : days) {
      if (!ranges.isEmpty() && ranges.getLast().last.plusDays(1).equals(day)) {
        ranges.add(new DayRange(ranges.removeLast().first, day));
      } else {
        ranges.add(new DayRange(day, day));
      }
    }
    return ranges;
  }

  /** All days but those of {@code ranges}, which are in order. */
  static List<DayRange> outside(List<DayRange> ranges) {
    List<DayRange> gaps = new ArrayList<>();
    LocalDate start = null;
    for (DayRange range : ranges) {
      gaps.add(new DayRange(start, range.first.minusDays(1)));
      start = range.last.plusDays(1);
    }
    gaps.add(new DayRange(start, null));
    return gaps;
  }

  /** The same with all days before the first as well. */
  static List<DayRange> fromTheBeginning(List<DayRange> ranges) {
    List<DayRange> all = new ArrayList<>(ranges);
    all.set(0, new DayRange(null, all.getFirst().last));
    return all;
  }

  /** The days of a table as they are noted in {@link Reads}. */
  static List<Reads.Part> parts(List<DayRange> ranges) {
    return ranges.stream().map(range -> new Reads.Part(range.first, range.last, false)).toList();
  }

  /** The same as {@link #condition(SqlStatement.Builder, String, List)}, bare for one range. */
  static void any(SqlStatement.Builder sql, String column, List<DayRange> ranges) {
    if (ranges.size() == 1) {
      ranges.getFirst().condition(sql, column);
    } else {
      condition(sql, column, ranges);
    }
  }

  /** Writes the condition that {@code column} lies in one of {@code ranges}. */
  static void condition(SqlStatement.Builder sql, String column, List<DayRange> ranges) {
    sql.text("(");
    for (int i = 0; i < ranges.size(); i++) {
      sql.text(i == 0 ? "" : " OR ");
      ranges.get(i).condition(sql, column);
    }
    sql.text(")");
  }

  /** Writes the condition that {@code column} lies in it. */
  void condition(SqlStatement.Builder sql, String column) {
    if (first == null && last == null) {
      sql.text("TRUE");
    } else if (first == null) {
      sql.text(column).text(" <= ").value(last);
    } else if (last == null) {
      sql.text(column).text(" >= ").value(first);
    } else {
      sql.text(column).text(" BETWEEN ").value(first).text(" AND ").value(last);
    }
  }
}
