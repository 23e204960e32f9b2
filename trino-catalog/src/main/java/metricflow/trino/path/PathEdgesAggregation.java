package metricflow.trino.path;

import static io.trino.spi.StandardErrorCode.INVALID_FUNCTION_ARGUMENT;
import static io.trino.spi.type.BigintType.BIGINT;

import io.airlift.slice.Slice;
import io.trino.spi.TrinoException;
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
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import metricflow.funnel.FunnelEvents;
import metricflow.path.PathRules;
import metricflow.path.PathStart;
import metricflow.path.PathStep;
import metricflow.path.SessionPaths;
import metricflow.trino.timeline.PersonTimelinesState;
import metricflow.trino.timeline.TimelineQuestion;

/**
 * {@code path_edges(part)}: the steps that the sessions of all persons of the parts take, by {@link
 * SessionPaths}, with how many sessions and persons take each. The question is what {@link
 * PathQuestionFunction} makes; source and target are its numbers of nodes, null where a session
 * begins or ends. All parts of a person must be in one group: it is grouped by {@code
 * part_bucket(part)}.
 */
@AggregationFunction(value = "path_edges", decomposable = false)
@Description("Steps from one node to the next in the sessions of persons of blocks of timelines")
public final class PathEdgesAggregation {
  private static final long ANCHOR = 1;

  private PathEdgesAggregation() {}

  /** Takes a block, a timeline out of one, an event, or the question. */
  @InputFunction
  public static void input(
      @AggregationState PersonTimelinesState state, @SqlType(StandardTypes.VARBINARY) Slice part) {
    state.add(part);
  }

  /** Answers: the steps, in no order. */
  @OutputFunction(
      "array(row(depth bigint, source bigint, target bigint, sessions bigint, persons bigint))")
  public static void output(@AggregationState PersonTimelinesState state, BlockBuilder out) {
    Map<PathStep<Long>, Taken> edges = edges(state);
    ((ArrayBlockBuilder) out)
        .buildEntry(rows ->
            edges.forEach((step, taken) ->
                ((RowBlockBuilder) rows).buildEntry(fields -> write(step, taken, fields))));
  }

  private static final class Taken {
    private long sessions;
    private long persons;
  }

  private static Map<PathStep<Long>, Taken> edges(PersonTimelinesState state) {
    Map<PathStep<Long>, Taken> edges = new HashMap<>();
    TimelineQuestion question = state.question();
    if (question == null) {
      return edges;
    }
    PathRules rules = rules(question);
    SessionPaths<Long> paths = new SessionPaths<>();
    state.forEachPerson(events -> {
      if (rules.start() == PathStart.SESSION || hasAnchor(events)) {
        for (int i = 0; i < events.size(); i++) {
          long visit = events.mask(i);
          Long node = visit == 0 ? null : visit >> 1;
          paths.add(events.time(i), events.sequence(i), node, (visit & ANCHOR) != 0);
        }
        paths
            .steps(rules)
            .forEach((step, sessions) -> {
              Taken taken = edges.computeIfAbsent(step, none -> new Taken());
              taken.sessions += sessions;
              taken.persons++;
            });
      }
    });
    return edges;
  }

  private static PathRules rules(TimelineQuestion question) {
    try {
      return PathQuestionFunction.rules(question.rest());
    } catch (IllegalArgumentException no) {
      throw new TrinoException(INVALID_FUNCTION_ARGUMENT, "path_edges: " + no.getMessage(), no);
    }
  }

  private static boolean hasAnchor(FunnelEvents events) {
    for (int i = 0; i < events.size(); i++) {
      if ((events.mask(i) & ANCHOR) != 0) {
        return true;
      }
    }
    return false;
  }

  private static void write(PathStep<Long> step, Taken taken, List<BlockBuilder> fields) {
    BIGINT.writeLong(fields.get(0), step.depth());
    write(step.source(), fields.get(1));
    write(step.target(), fields.get(2));
    BIGINT.writeLong(fields.get(3), taken.sessions);
    BIGINT.writeLong(fields.get(4), taken.persons);
  }

  private static void write(Long node, BlockBuilder out) {
    if (node == null) {
      out.appendNull();
    } else {
      BIGINT.writeLong(out, node);
    }
  }
}
