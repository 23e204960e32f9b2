package metricflow.tests.oracle;

import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import metricflow.event.Dimension;
import metricflow.identity.IdentityResolver;
import metricflow.table.Tables;
import metricflow.timeline.TimelineContexts;

/** What the nightly rollups count of a world, counted plainly. */
final class MetricsRows {
  /** Those that questions ask about. */
  private static final List<Dimension> DIMENSIONS =
      List.of(Dimension.COUNTRY, Dimension.DEVICE, Dimension.PAGE, Dimension.EVENT);

  private final World world;
  private final Map<String, IdentityResolver.Person> persons;

  MetricsRows(World world) {
    this.world = world;
    this.persons = world.persons(Worlds.ROLLED_DAYS::contains);
  }

  /** Rows of {@code daily_metrics}. */
  List<List<Object>> days() {
    List<List<Object>> rows = new ArrayList<>();
    grouped(Worlds.ROLLED_DAYS, World::utcDay)
        .forEach((day, events) ->
            byValue(events)
                .forEach((key, own) ->
                    rows.add(
                        Arrays.asList(
                            world.projectId(),
                            key.dimension(),
                            key.value(),
                            (long) own.size(),
                            people(own),
                            day.toString(),
                            null))));
    return rows;
  }

  /** Rows of {@code hourly_metrics}. */
  List<List<Object>> hours() {
    List<List<Object>> rows = new ArrayList<>();
    grouped(Worlds.COMPLETE_DAYS, event -> event.time().truncatedTo(ChronoUnit.HOURS))
        .forEach((hour, events) ->
            byValue(events)
                .forEach((key, own) ->
                    rows.add(
                        Arrays.asList(
                            world.projectId(),
                            hour.toEpochMilli(),
                            key.dimension(),
                            key.value(),
                            (long) own.size(),
                            people(own),
                            "00",
                            World.utcDay(own.getFirst()).toString()))));
    return rows;
  }

  /** Rows of {@code hourly_contexts}. */
  List<List<Object>> contexts() {
    List<List<Object>> rows = new ArrayList<>();
    grouped(Worlds.COMPLETE_DAYS, event -> event.time().truncatedTo(ChronoUnit.HOURS))
        .forEach((hour, events) ->
            events.stream()
                .collect(Collectors.groupingBy(MetricsRows::texts, Collectors.counting()))
                .forEach((texts, number) -> {
                  List<Object> row =
                      new ArrayList<>(List.of(world.projectId(), hour.toEpochMilli()));
                  row.addAll(texts);
                  row.addAll(List.of(number, World.utcDay(events.getFirst()).toString()));
                  rows.add(row);
                }));
    return rows;
  }

  private static List<String> texts(WorldEvent event) {
    return Stream.concat(Stream.of(Dimension.EVENT), TimelineContexts.DIMENSIONS.stream())
        .map(dimension -> event.columns().get(dimension.column()))
        .collect(Collectors.toCollection(ArrayList::new));
  }

  private record Key(String dimension, String value) {}

  private <T> Map<T, List<WorldEvent>> grouped(
      Collection<LocalDate> days, Function<WorldEvent, T> time) {
    return world.events().stream()
        .filter(event -> days.contains(World.utcDay(event)))
        .collect(Collectors.groupingBy(time));
  }

  private static Map<Key, List<WorldEvent>> byValue(List<WorldEvent> events) {
    Map<Key, List<WorldEvent>> values = new HashMap<>();
    values.put(new Key(Tables.TOTAL, null), events);
    for (Dimension dimension : DIMENSIONS) {
      for (WorldEvent event : events) {
        values
            .computeIfAbsent(
                new Key(dimension.column(), event.columns().get(dimension.column())),
                key -> new ArrayList<>())
            .add(event);
      }
    }
    return values;
  }

  private long people(List<WorldEvent> events) {
    return events.stream().map(event -> World.person(event, persons)).distinct().count();
  }
}
