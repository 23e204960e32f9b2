package metricflow.tests.oracle;

import static java.util.Comparator.comparing;

import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import metricflow.session.SessionSplitter;

/** The sessions of a world, as the nightly jobs divide them. */
final class SessionOracle {
  private SessionOracle() {}

  /** When the session of each event begins. */
  static Map<WorldEvent, Instant> starts(World world) {
    Map<WorldEvent, Instant> starts = new HashMap<>();
    Map<String, List<WorldEvent>> persons =
        world.events().stream()
            .sorted(comparing(WorldEvent::time))
            .collect(Collectors.groupingBy(world::person));
    for (List<WorldEvent> events : persons.values()) {
      SessionSplitter splitter = new SessionSplitter();
      Instant start = null;
      for (WorldEvent event : events) {
        start = splitter.starts(event.time().toEpochMilli()) ? event.time() : start;
        starts.put(event, start);
      }
    }
    return starts;
  }
}
