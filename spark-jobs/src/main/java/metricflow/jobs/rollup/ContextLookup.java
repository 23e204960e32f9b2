package metricflow.jobs.rollup;

import java.io.Serializable;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import metricflow.timeline.TimelineContexts;
import metricflow.timeline.TimelineContexts.Context;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.unsafe.types.UTF8String;

/** The contexts of all projects, for the engine's own texts. */
final class ContextLookup implements Serializable {
  private static final long serialVersionUID = 1L;

  private static final int[] POSITIONS =
      TimelineContexts.DIMENSIONS.stream().mapToInt(PersonEvents::position).toArray();

  private final HashMap<Integer, HashMap<List<UTF8String>, Integer>> projects = new HashMap<>();

  /** A lookup in what is known now. */
  ContextLookup(Map<Integer, Map<Context, Integer>> dictionaries) {
    dictionaries.forEach((project, contexts) -> {
      HashMap<List<UTF8String>, Integer> codes = new HashMap<>();
      contexts.forEach((context, code) -> {
        UTF8String[] texts = new UTF8String[POSITIONS.length];
        Arrays.setAll(texts, i -> UTF8String.fromString(context.values().get(i)));
        codes.put(Arrays.asList(texts), code);
      });
      projects.put(project, codes);
    });
  }

  /** Asks for one event after another. */
  Cursor cursor() {
    return new Cursor();
  }

  /** Remembers the event before: one after another mostly have the same context. */
  final class Cursor {
    private final UTF8String[] last = new UTF8String[POSITIONS.length];
    private int project;
    private int code = TimelineContexts.OTHER;
    private boolean asked;

    /** The code of the context of a row of {@link PersonEvents}. */
    int code(InternalRow event) {
      int now = event.getInt(PersonEvents.PROJECT_ID);
      boolean same = asked && now == project;
      for (int i = 0; i < POSITIONS.length; i++) {
        UTF8String text = PersonEvents.text(event, POSITIONS[i]);
        if (!same || !Objects.equals(text, last[i])) {
          same = false;
          last[i] = text == null ? null : text.copy();
        }
      }
      if (!same) {
        asked = true;
        project = now;
        HashMap<List<UTF8String>, Integer> codes = projects.get(now);
        Integer found = codes == null ? null : codes.get(Arrays.asList(last));
        code = found == null ? TimelineContexts.OTHER : found;
      }
      return code;
    }
  }
}
