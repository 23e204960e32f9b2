package metricflow.tests.oracle;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import metricflow.event.Dimension;
import metricflow.identity.IdentityResolver;
import metricflow.table.Tables;

/** What the nightly rollups hold of a world, counted plainly. */
final class DailyMetricsRows {
  static final List<Dimension> DIMENSIONS = List.of(Dimension.COUNTRY, Dimension.DEVICE);

  private DailyMetricsRows() {}

  static List<List<Object>> of(World world) {
    Map<String, IdentityResolver.Person> persons = world.persons(Worlds.ROLLED_DAYS::contains);
    List<List<Object>> rows = new ArrayList<>();
    for (LocalDate day : Worlds.ROLLED_DAYS) {
      List<WorldEvent> events =
          world.events().stream().filter(event -> World.utcDay(event).equals(day)).toList();
      if (events.isEmpty()) {
        continue;
      }
      rows.add(row(world, day, Tables.TOTAL, null, events, persons));
      for (Dimension dimension : DIMENSIONS) {
        List<String> values =
            events.stream()
                .map(event -> event.columns().get(dimension.column()))
                .distinct()
                .toList();
        for (String value : values) {
          List<WorldEvent> own =
              events.stream()
                  .filter(event -> Objects.equals(event.columns().get(dimension.column()), value))
                  .toList();
          rows.add(row(world, day, dimension.column(), value, own, persons));
        }
      }
    }
    return rows;
  }

  private static List<Object> row(
      World world,
      LocalDate day,
      String dimension,
      String value,
      List<WorldEvent> events,
      Map<String, IdentityResolver.Person> persons) {
    long people = events.stream().map(event -> World.person(event, persons)).distinct().count();
    return Arrays.asList(
        world.projectId(), dimension, value, (long) events.size(), people, day.toString(), null);
  }
}
