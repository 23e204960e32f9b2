package metricflow.streaming.upkeep;

import io.delta.kernel.expressions.Column;
import io.delta.kernel.expressions.Literal;
import io.delta.kernel.internal.actions.AddFile;
import io.delta.kernel.statistics.DataFileStatistics;
import io.delta.kernel.types.StructType;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BinaryOperator;
import java.util.function.Function;

/** What the statistics of several files say about all their rows together. */
final class MergedStatistics {
  private MergedStatistics() {}

  /**
   * Row counts are added; a bound is kept for columns of which every file has one.
   *
   * @param files each with a row count
   */
  static DataFileStatistics of(List<AddFile> files, StructType schema) {
    List<DataFileStatistics> each =
        files.stream().map(file -> file.getStats(schema).orElseThrow()).toList();
    return new DataFileStatistics(
        each.stream().mapToLong(DataFileStatistics::getNumRecords).sum(),
        bounds(each, DataFileStatistics::getMinValues, BinaryOperator.minBy(byValue())),
        bounds(each, DataFileStatistics::getMaxValues, BinaryOperator.maxBy(byValue())),
        Map.of(),
        Optional.empty());
  }

  private static Map<Column, Literal> bounds(
      List<DataFileStatistics> each,
      Function<DataFileStatistics, Map<Column, Literal>> side,
      BinaryOperator<Literal> outer) {
    Map<Column, Literal> bounds = new HashMap<>(side.apply(each.getFirst()));
    for (DataFileStatistics one : each) {
      bounds.keySet().retainAll(side.apply(one).keySet());
      bounds.replaceAll((column, bound) -> outer.apply(bound, side.apply(one).get(column)));
    }
    return bounds;
  }

  /** Literals of one column, so of one type, all of which compare with themselves. */
  @SuppressWarnings("unchecked")
  private static Comparator<Literal> byValue() {
    return (one, other) -> ((Comparable<Object>) one.getValue()).compareTo(other.getValue());
  }
}
