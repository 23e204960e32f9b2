package metricflow.jobs.rollup;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import metricflow.event.Dimension;
import metricflow.timeline.TimelineContexts;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.unsafe.types.UTF8String;

/** Counts the events of hours by name and context; counts of different persons can be added up. */
final class ContextCounts {
  /** Counts beyond which memory is given back. */
  private static final int MANY_COUNTS = 200_000;

  private static final int[] POSITIONS =
      Stream.concat(Stream.of(Dimension.EVENT), TimelineContexts.DIMENSIONS.stream())
          .mapToInt(PersonEvents::position)
          .toArray();

  private final Map<Context, long[]> counts = new HashMap<>();

  private record Context(int projectId, long hour, List<UTF8String> texts) {
    /** Safe from the engine's reuse of its row. */
    private Context kept() {
      List<UTF8String> copies = new ArrayList<>(texts);
      copies.replaceAll(text -> text == null ? null : text.copy());
      return new Context(projectId, hour, copies);
    }
  }

  /** Takes an event, a row of {@link PersonEvents}. */
  void add(InternalRow event) {
    UTF8String[] texts = new UTF8String[POSITIONS.length];
    for (int i = 0; i < POSITIONS.length; i++) {
      texts[i] = PersonEvents.text(event, POSITIONS[i]);
    }
    Context context =
        new Context(
            event.getInt(PersonEvents.PROJECT_ID), PersonEvents.hour(event), Arrays.asList(texts));
    long[] count = counts.get(context);
    if (count == null) {
      count = new long[1];
      counts.put(context.kept(), count);
    }
    count[0]++;
  }

  /** Whether it is time to {@link #drain}. */
  boolean isLarge() {
    return counts.size() > MANY_COUNTS;
  }

  /** Hands out rows of what was counted, to be added up, and starts from zero. */
  void drain(Consumer<InternalRow> rows) {
    counts.forEach((context, count) -> rows.accept(row(context, count[0])));
    counts.clear();
  }

  private static InternalRow row(Context context, long events) {
    List<Object> cells = new ArrayList<>();
    cells.add(context.projectId());
    cells.add(context.hour() * PersonEvents.HOUR_MICROS);
    cells.addAll(context.texts());
    cells.add(events);
    cells.add((int) Math.floorDiv(context.hour(), (long) PersonEvents.HOURS_OF_A_DAY));
    return PassRows.of(PassRows.Kind.CONTEXT_COUNT, cells.toArray());
  }
}
