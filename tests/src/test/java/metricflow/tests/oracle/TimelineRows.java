package metricflow.tests.oracle;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import metricflow.event.Event;
import metricflow.identity.IdentityResolver;
import metricflow.timeline.TimelineBlockWriter;
import metricflow.timeline.TimelineCodes;
import metricflow.timeline.TimelineReader;
import metricflow.timeline.TimelineWriter;

/** The timelines that the nightly rollups hold of a world, and their codes. */
final class TimelineRows {
  private static final Comparator<WorldEvent> ORDER =
      Comparator.comparing(WorldEvent::time).thenComparingInt(TimelineRows::sequence);

  private final World world;
  private final TimelineCodes codes = new TimelineCodes(Map.of());
  private final Map<TimelineCodes.Meaning, Integer> given;

  TimelineRows(World world) {
    this.world = world;
    this.given = codes.assign(rolled().stream().map(TimelineRows::meaning).distinct().toList());
  }

  private List<WorldEvent> rolled() {
    return world.events().stream()
        .filter(event -> Worlds.ROLLED_DAYS.contains(World.utcDay(event)))
        .toList();
  }

  /** Rows of {@code timeline_codes}. */
  List<List<Object>> codes() {
    List<List<Object>> rows = new ArrayList<>();
    given.forEach((meaning, code) -> {
      List<Object> row = new ArrayList<>(List.of(world.projectId(), code, meaning.event()));
      row.add(meaning.page());
      rows.add(row);
    });
    return rows;
  }

  /** Rows of {@code user_timelines}. */
  List<List<Object>> timelines() {
    record PersonDay(String personId, LocalDate day) {}
    Map<String, IdentityResolver.Person> persons = world.persons(Worlds.ROLLED_DAYS::contains);
    Map<PersonDay, List<WorldEvent>> days =
        rolled().stream()
            .collect(
                Collectors.groupingBy(
                    event -> new PersonDay(World.person(event, persons), World.utcDay(event)),
                    () ->
                        new TreeMap<>(
                            Comparator.comparing(PersonDay::day)
                                .thenComparing(PersonDay::personId)),
                    Collectors.toList()));
    List<List<Object>> rows = new ArrayList<>();
    days.forEach((key, events) -> {
      TimelineWriter writer = new TimelineWriter();
      long mask = 0;
      for (WorldEvent event : events.stream().sorted(ORDER).toList()) {
        int code = codes.of(meaning(event));
        mask |= TimelineCodes.maskBit(code);
        writer.add(event.time().toEpochMilli(), sequence(event), code);
      }
      rows.add(
          List.of(
              world.projectId(),
              key.personId(),
              (long) events.size(),
              mask,
              HexFormat.of().formatHex(writer.finish()),
              key.day().toString()));
    });
    return rows;
  }

  /**
   * Rows of {@code timeline_blocks}.
   *
   * @param keys of persons, as Trino makes them
   */
  List<List<Object>> blocks(Map<String, Long> keys) {
    record Block(String day, int bucket) {}
    Map<Block, TreeMap<Long, byte[]>> persons = new LinkedHashMap<>();
    for (List<Object> row : timelines()) {
      long key = keys.get((String) row.get(1));
      Block block = new Block((String) row.get(5), TimelineBlockWriter.bucket(key));
      persons
          .computeIfAbsent(block, none -> new TreeMap<>())
          .put(key, HexFormat.of().parseHex((String) row.get(4)));
    }
    List<List<Object>> rows = new ArrayList<>();
    TimelineBlockWriter writer = new TimelineBlockWriter();
    TimelineReader reader = new TimelineReader();
    persons.forEach((block, timelines) -> {
      timelines.forEach((key, timeline) -> {
        reader.open(timeline, 0, timeline.length);
        writer.add(key, reader);
      });
      long events = writer.events();
      rows.add(
          List.of(
              world.projectId(),
              block.bucket(),
              (long) timelines.size(),
              events,
              HexFormat.of().formatHex(writer.finish()),
              block.day()));
    });
    return rows;
  }

  private static int sequence(WorldEvent event) {
    return event.sequence() == null ? Event.NO_SEQUENCE : event.sequence();
  }

  private static TimelineCodes.Meaning meaning(WorldEvent event) {
    return TimelineCodes.Meaning.of(event.name(), event.columns().get("page"));
  }
}
