package metricflow.trino.retention;

import static io.trino.spi.type.BigintType.BIGINT;
import static io.trino.spi.type.DateType.DATE;

import io.airlift.slice.Slice;
import io.trino.spi.block.ArrayBlockBuilder;
import io.trino.spi.block.BlockBuilder;
import io.trino.spi.block.RowBlockBuilder;
import io.trino.spi.function.AggregationFunction;
import io.trino.spi.function.AggregationState;
import io.trino.spi.function.CombineFunction;
import io.trino.spi.function.Description;
import io.trino.spi.function.InputFunction;
import io.trino.spi.function.OutputFunction;
import io.trino.spi.function.SqlType;
import io.trino.spi.type.DateTimeEncoding;
import io.trino.spi.type.StandardTypes;
import java.util.List;
import metricflow.retention.RetentionRules.Cohort;

/**
 * {@code retention(interval, zone, mode, event_time, is_start, is_return)}: the cohorts to which
 * the events of a person add it, and the intervals in which it returned, by {@link
 * metricflow.retention.RetentionRules}.
 *
 * <p>A row with a NULL argument does not count; a group without a start is in no cohort.
 */
@AggregationFunction("retention")
@Description("Cohorts of one person and the intervals in which the person returned")
public final class RetentionAggregation {
  private RetentionAggregation() {}

  /** Takes one event. */
  @InputFunction
  public static void input(
      @AggregationState RetentionState state,
      @SqlType(StandardTypes.VARCHAR) Slice interval,
      @SqlType(StandardTypes.VARCHAR) Slice zone,
      @SqlType(StandardTypes.VARCHAR) Slice mode,
      @SqlType("timestamp(3) with time zone") long eventTime,
      @SqlType(StandardTypes.BOOLEAN) boolean isStart,
      @SqlType(StandardTypes.BOOLEAN) boolean isReturn) {
    long millis = DateTimeEncoding.unpackMillisUtc(eventTime);
    state.add(interval, zone, mode, millis, isStart, isReturn);
  }

  /** Takes what another worker has gathered for the same group. */
  @CombineFunction
  public static void combine(
      @AggregationState RetentionState state, @AggregationState RetentionState other) {
    state.addAll(other.get());
  }

  /** Answers. */
  @OutputFunction("array(row(cohort date, returned array(bigint)))")
  public static void output(@AggregationState RetentionState state, BlockBuilder out) {
    RetentionProgress progress = state.get();
    List<Cohort> cohorts =
        progress == null ? List.of() : progress.rules().cohorts(progress.events());
    ((ArrayBlockBuilder) out)
        .buildEntry(rows -> {
          for (Cohort cohort : cohorts) {
            ((RowBlockBuilder) rows).buildEntry(fields -> write(cohort, fields));
          }
        });
  }

  private static void write(Cohort cohort, List<BlockBuilder> fields) {
    DATE.writeLong(fields.get(0), cohort.cohort().toEpochDay());
    ((ArrayBlockBuilder) fields.get(1))
        .buildEntry(returned -> {
          for (long n : cohort.returned()) {
            BIGINT.writeLong(returned, n);
          }
        });
  }
}
