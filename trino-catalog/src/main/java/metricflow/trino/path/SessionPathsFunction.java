package metricflow.trino.path;

import static io.trino.spi.StandardErrorCode.EXCEEDED_FUNCTION_MEMORY_LIMIT;
import static io.trino.spi.StandardErrorCode.INVALID_FUNCTION_ARGUMENT;
import static io.trino.spi.type.BigintType.BIGINT;
import static io.trino.spi.type.VarbinaryType.VARBINARY;
import static io.trino.spi.type.VarcharType.VARCHAR;

import io.airlift.slice.Slice;
import io.trino.spi.TrinoException;
import io.trino.spi.block.ArrayValueBuilder;
import io.trino.spi.block.Block;
import io.trino.spi.block.BlockBuilder;
import io.trino.spi.block.RowBlockBuilder;
import io.trino.spi.function.Description;
import io.trino.spi.function.ScalarFunction;
import io.trino.spi.function.SqlType;
import io.trino.spi.type.ArrayType;
import io.trino.spi.type.RowType;
import io.trino.spi.type.StandardTypes;
import java.util.List;
import java.util.Map;
import metricflow.path.PathRules;
import metricflow.path.PathStep;
import metricflow.path.SessionPaths;

/**
 * {@code session_paths(start, depth, collapse_repeats, from_time, events)}: the steps that the
 * sessions of one person take, and how many of the sessions take each, by {@link SessionPaths}.
 * {@code events} are all events of the person, each by {@link PathEventFunction}.
 *
 * <p>Trino makes an instance for each thread.
 */
@ScalarFunction("session_paths")
@Description("Steps from one event or page to the next in the sessions of one person")
public final class SessionPathsFunction {
  private static final String TYPE =
      "array(row(depth bigint, source varchar, target varchar, sessions bigint))";
  private static final ArrayType STEPS =
      new ArrayType(
          RowType.from(
              List.of(
                  RowType.field("depth", BIGINT),
                  RowType.field("source", VARCHAR),
                  RowType.field("target", VARCHAR),
                  RowType.field("sessions", BIGINT))));

  /** Some 70 bytes each, which Trino does not know of. */
  private static final int MAX_EVENTS = 4_000_000;

  private final SessionPaths<Slice> paths = new SessionPaths<>();

  /** The steps, in no order. */
  @SqlType(TYPE)
  public Block paths(
      @SqlType(StandardTypes.VARCHAR) Slice start,
      @SqlType(StandardTypes.BIGINT) long depth,
      @SqlType(StandardTypes.BOOLEAN) boolean collapseRepeats,
      @SqlType("timestamp(3) with time zone") long fromTime,
      @SqlType("array(varbinary)") Block events) {
    PathRules rules = PathArguments.rules("session_paths", start, depth, collapseRepeats, fromTime);
    if (events.getPositionCount() > MAX_EVENTS) {
      throw new TrinoException(
          EXCEEDED_FUNCTION_MEMORY_LIMIT,
          "session_paths: one person has more than %d events".formatted(MAX_EVENTS));
    }
    for (int i = 0; i < events.getPositionCount(); i++) {
      if (!events.isNull(i)) {
        add(VARBINARY.getSlice(events, i));
      }
    }
    Map<PathStep<Slice>, Long> steps = paths.steps(rules);
    return ArrayValueBuilder.buildArrayValue(
        STEPS,
        steps.size(),
        rows ->
            steps.forEach((step, sessions) ->
                ((RowBlockBuilder) rows).buildEntry(fields -> write(step, sessions, fields))));
  }

  private void add(Slice event) {
    if (event.length() < PathEventFunction.NODE) {
      throw new TrinoException(
          INVALID_FUNCTION_ARGUMENT, "session_paths: events must be made by path_event");
    }
    byte kind = event.getByte(PathEventFunction.KIND);
    paths.add(
        event.getLong(PathEventFunction.TIME),
        event.getInt(PathEventFunction.SEQUENCE),
        kind == PathEventFunction.NO_VISIT
            ? null
            : event.slice(PathEventFunction.NODE, event.length() - PathEventFunction.NODE),
        kind == PathEventFunction.ANCHOR);
  }

  private static void write(PathStep<Slice> step, long sessions, List<BlockBuilder> fields) {
    BIGINT.writeLong(fields.get(0), step.depth());
    write(step.source(), fields.get(1));
    write(step.target(), fields.get(2));
    BIGINT.writeLong(fields.get(3), sessions);
  }

  private static void write(Slice node, BlockBuilder out) {
    if (node == null) {
      out.appendNull();
    } else {
      VARCHAR.writeSlice(out, node);
    }
  }
}
