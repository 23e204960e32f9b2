package metricflow.jobs.rollup;

import java.io.Serializable;
import java.util.HashMap;
import java.util.Map;
import metricflow.timeline.TimelineCodes;
import metricflow.timeline.TimelineCodes.Meaning;
import org.apache.spark.unsafe.types.UTF8String;

/** The dictionaries of all projects, for the engine's own texts. */
final class CodeLookup implements Serializable {
  private static final long serialVersionUID = 1L;

  private final HashMap<Integer, HashMap<UTF8String, EventCodes>> projects = new HashMap<>();

  private static final class EventCodes implements Serializable {
    private static final long serialVersionUID = 1L;

    private int code = TimelineCodes.OTHER;
    private final HashMap<UTF8String, Integer> byPage = new HashMap<>();
  }

  /** A lookup in what is known now. */
  CodeLookup(Map<Integer, Map<Meaning, Integer>> dictionaries) {
    dictionaries.forEach((project, codes) -> {
      HashMap<UTF8String, EventCodes> events = new HashMap<>();
      codes.forEach((meaning, code) -> {
        EventCodes event =
            events.computeIfAbsent(
                UTF8String.fromString(meaning.event()), name -> new EventCodes());
        if (meaning.page() == null) {
          event.code = code;
        } else {
          event.byPage.put(UTF8String.fromString(meaning.page()), code);
        }
      });
      projects.put(project, events);
    });
  }

  /** The code of an event, as {@link TimelineCodes#of} has it; {@code page} may be null. */
  int code(int projectId, UTF8String event, UTF8String page) {
    HashMap<UTF8String, EventCodes> events = projects.get(projectId);
    EventCodes codes = events == null ? null : events.get(event);
    if (codes == null) {
      return TimelineCodes.OTHER;
    }
    Integer ofPage = page == null || codes.byPage.isEmpty() ? null : codes.byPage.get(page);
    return ofPage == null ? codes.code : ofPage;
  }
}
