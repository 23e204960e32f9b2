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
import metricflow.timeline.ContextRunsWriter;
import metricflow.timeline.TimelineBlockWriter;
import metricflow.timeline.TimelineCodes;
import metricflow.timeline.TimelineContexts;
import metricflow.timeline.TimelineReader;
import metricflow.timeline.TimelineWriter;

/** The timelines that the nightly rollups hold of a world, and their codes. */
final class TimelineRows {
  private static final Comparator<WorldEvent> ORDER =
      Comparator.comparing(WorldEvent::time).thenComparingInt(TimelineRows::sequence);

  private final World world;
  private final TimelineCodes codes = new TimelineCodes(Map.of());
  private final Map<TimelineCodes.Meaning, Integer> given;
  private final TimelineContexts contexts = new TimelineContexts(Map.of());
  private final Map<TimelineContexts.Context, Integer> givenContexts;

  TimelineRows(World world) {
    this.world = world;
    this.given = codes.assign(rolled().stream().map(TimelineRows::meaning).distinct().toList());
    this.givenContexts =
        contexts.assign(rolled().stream().map(TimelineRows::context).distinct().toList());
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

  /** Rows of {@code timeline_contexts}. */
  List<List<Object>> contexts() {
    List<List<Object>> rows = new ArrayList<>();
    givenContexts.forEach((context, code) -> {
      List<Object> row = new ArrayList<>(List.of(world.projectId(), code));
      row.addAll(context.values());
      rows.add(row);
    });
    return rows;
  }

  private record PersonDay(String personId, LocalDate day) {}

  /** The events of each person and day, in order. */
  private Map<PersonDay, List<WorldEvent>> days() {
    Map<String, IdentityResolver.Person> persons = world.persons(Worlds.ROLLED_DAYS::contains);
    return rolled().stream()
        .sorted(ORDER)
        .collect(
            Collectors.groupingBy(
                event -> new PersonDay(World.person(event, persons), World.utcDay(event)),
                () ->
                    new TreeMap<>(
                        Comparator.comparing(PersonDay::day).thenComparing(PersonDay::personId)),
                Collectors.toList()));
  }

  /** Rows of {@code user_timelines}. */
  List<List<Object>> timelines() {
    List<List<Object>> rows = new ArrayList<>();
    days()
        .forEach((key, events) -> {
          long mask = 0;
          for (WorldEvent event : events) {
            mask |= TimelineCodes.maskBit(codes.of(meaning(event)));
          }
          rows.add(
              List.of(
                  world.projectId(),
                  key.personId(),
                  (long) events.size(),
                  mask,
                  HexFormat.of().formatHex(timeline(events)),
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
    record Block(LocalDate day, int bucket) {}
    Map<Block, TreeMap<Long, List<WorldEvent>>> persons = new LinkedHashMap<>();
    days()
        .forEach((personDay, events) -> {
          long key = keys.get(personDay.personId());
          Block block = new Block(personDay.day(), TimelineBlockWriter.bucket(key));
          persons.computeIfAbsent(block, none -> new TreeMap<>()).put(key, events);
        });
    List<List<Object>> rows = new ArrayList<>();
    TimelineBlockWriter writer = new TimelineBlockWriter();
    ContextRunsWriter runs = new ContextRunsWriter();
    persons.forEach((block, timelines) -> {
      timelines.forEach((key, some) -> {
        byte[] timeline = timeline(some);
        TimelineReader reader = new TimelineReader();
        reader.open(timeline, 0, timeline.length);
        writer.add(key, reader);
        some.forEach(event -> runs.add(contexts.of(context(event)), 1));
      });
      long events = writer.events();
      rows.add(
          List.of(
              world.projectId(),
              block.bucket(),
              (long) timelines.size(),
              events,
              HexFormat.of().formatHex(writer.finish()),
              block.day().toString(),
              HexFormat.of().formatHex(runs.finish())));
    });
    return rows;
  }

  private byte[] timeline(List<WorldEvent> events) {
    TimelineWriter writer = new TimelineWriter();
    for (WorldEvent event : events) {
      writer.add(event.time().toEpochMilli(), sequence(event), codes.of(meaning(event)));
    }
    return writer.finish();
  }

  private static int sequence(WorldEvent event) {
    return event.sequence() == null ? Event.NO_SEQUENCE : event.sequence();
  }

  private static TimelineCodes.Meaning meaning(WorldEvent event) {
    return TimelineCodes.Meaning.of(event.name(), event.columns().get("page"));
  }

  private static TimelineContexts.Context context(WorldEvent event) {
    return new TimelineContexts.Context(
        TimelineContexts.DIMENSIONS.stream()
            .map(dimension -> event.columns().get(dimension.column()))
            .toList());
  }
}
