package metricflow.trino.funnel;

import static io.trino.spi.type.VarcharType.VARCHAR;

import io.airlift.slice.Slice;
import io.trino.spi.block.ArrayBlockBuilder;
import io.trino.spi.block.BlockBuilder;
import io.trino.spi.block.RowBlockBuilder;
import io.trino.spi.function.AggregationFunction;
import io.trino.spi.function.AggregationState;
import io.trino.spi.function.Description;
import io.trino.spi.function.InputFunction;
import io.trino.spi.function.OutputFunction;
import io.trino.spi.function.SqlType;
import io.trino.spi.type.StandardTypes;
import java.util.ArrayList;
import java.util.List;
import metricflow.funnel.StepTimeline;
import metricflow.trino.timeline.GroupNames;
import metricflow.trino.timeline.PersonTimelinesState;

/**
 * {@code funnel_counts_by_group(part)}: as {@link FunnelCountsAggregation}, apart for each group of
 * persons, which is that of the event that was their first step.
 */
@AggregationFunction(value = "funnel_counts_by_group", decomposable = false)
@Description("How many persons of blocks of timelines reached each step of a funnel, by group")
public final class FunnelCountsByGroupAggregation {
  private FunnelCountsByGroupAggregation() {}

  /** Takes a block, an event, or the question. */
  @InputFunction
  public static void input(
      @AggregationState PersonTimelinesState state, @SqlType(StandardTypes.VARBINARY) Slice part) {
    state.add(part);
  }

  /** Answers, in no order: groups with persons, and a number for each step. */
  @OutputFunction("array(row(event_group varchar, reached array(bigint)))")
  public static void output(@AggregationState PersonTimelinesState state, BlockBuilder out) {
    GroupNames names = new GroupNames();
    List<long[]> reached = new ArrayList<>();
    int steps =
        PersonsReached.match(
            state,
            names,
            (matcher, group) -> {
              while (reached.size() <= group) {
                reached.add(new long[StepTimeline.MAX_STEPS + 1]);
              }
              reached.get(group)[matcher.stepsReached()]++;
            });
    ((ArrayBlockBuilder) out)
        .buildEntry(rows -> {
          // Events of no group are of none that is asked about.
          for (int group = 1; group < reached.size(); group++) {
            long[] counts = reached.get(group);
            for (int step = steps - 1; step > 0; step--) {
              counts[step] += counts[step + 1];
            }
            if (counts[1] > 0) {
              Slice name = names.name(group);
              ((RowBlockBuilder) rows)
                  .buildEntry(fields -> {
                    VARCHAR.writeSlice(fields.get(0), name);
                    FunnelCountsAggregation.write(counts, steps, fields.get(1));
                  });
            }
          }
        });
  }
}
