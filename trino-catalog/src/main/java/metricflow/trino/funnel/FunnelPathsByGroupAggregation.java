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
import metricflow.trino.timeline.GroupNames;
import metricflow.trino.timeline.PersonTimelinesState;

/**
 * {@code funnel_paths_by_group(part)}: as {@link FunnelPathsAggregation}, with the group of each
 * person, which is that of the event that was the first step.
 */
@AggregationFunction(value = "funnel_paths_by_group", decomposable = false)
@Description("Group, steps and times of each person of blocks of timelines who reached a step")
public final class FunnelPathsByGroupAggregation {
  private FunnelPathsByGroupAggregation() {}

  /** Takes a block, an event, or the question. */
  @InputFunction
  public static void input(
      @AggregationState PersonTimelinesState state, @SqlType(StandardTypes.VARBINARY) Slice part) {
    state.add(part);
  }

  /** Answers: a row for each person in a group, in no order. */
  @OutputFunction(
      "array(row(steps_reached bigint, step_times array(timestamp(3) with time zone), event_group"
          + " varchar))")
  public static void output(@AggregationState PersonTimelinesState state, BlockBuilder out) {
    GroupNames names = new GroupNames();
    ((ArrayBlockBuilder) out)
        .buildEntry(paths ->
            PersonsReached.match(
                state,
                names,
                (matcher, group) -> {
                  if (group > 0) {
                    ((RowBlockBuilder) paths)
                        .buildEntry(fields -> {
                          FunnelRow.write(matcher, fields);
                          VARCHAR.writeSlice(fields.get(2), names.name(group));
                        });
                  }
                }));
  }
}
