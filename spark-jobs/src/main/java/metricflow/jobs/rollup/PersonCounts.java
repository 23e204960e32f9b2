package metricflow.jobs.rollup;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import metricflow.event.Dimension;
import metricflow.sketch.SketchFormat;
import metricflow.table.Tables;
import org.apache.datasketches.hll.HllSketch;
import org.apache.datasketches.hll.TgtHllType;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.unsafe.types.UTF8String;

/**
 * Counts the events and persons of days and hours by dimension value. Persons come one after
 * another, so distinct ones are counted as they pass, and the counts of different persons can be
 * added up.
 */
final class PersonCounts {
  /** Counts and entries of sketches beyond which memory is given back. */
  private static final int MANY_COUNTS = 200_000;

  private static final int MANY_ENTRIES = 20_000_000;

  private final Map<ProjectDay, ProjectCounts> projects = new HashMap<>();
  private ProjectDay at;
  private ProjectCounts counts;
  private long personSerial;
  private byte[] personId;
  private int size;
  private int entries;

  private record ProjectDay(int projectId, int eventDate) {}

  private final class Count {
    private final HllSketch sketch = new HllSketch(SketchFormat.HLL_LG_K, TgtHllType.HLL_8);
    private long events;
    private long persons;
    private long lastPerson;

    private void add() {
      events++;
      if (lastPerson != personSerial) {
        lastPerson = personSerial;
        persons++;
        sketch.update(personId);
        entries++;
      }
    }
  }

  /** Counts of a dimension value: the day's, and those of the hours it has. */
  private final class ValueCounts {
    private final Count day = new Count();
    private final List<Count> hours = new ArrayList<>();

    private void add(int hour) {
      day.add();
      while (hours.size() <= hour) {
        hours.add(null);
      }
      Count count = hours.get(hour);
      if (count == null) {
        count = new Count();
        hours.set(hour, count);
        size++;
      }
      count.add();
    }
  }

  private final class ProjectCounts {
    private final ValueCounts total = new ValueCounts();
    private final List<Map<UTF8String, ValueCounts>> byDimension = new ArrayList<>();

    private ProjectCounts() {
      Dimension.ROLLED_UP.forEach(dimension -> byDimension.add(new HashMap<>()));
    }

    private void add(InternalRow event, int hour) {
      total.add(hour);
      for (int i = 0; i < byDimension.size(); i++) {
        int column = PersonEvents.position(Dimension.ROLLED_UP.get(i));
        UTF8String value = PersonEvents.text(event, column);
        Map<UTF8String, ValueCounts> values = byDimension.get(i);
        ValueCounts count = values.get(value);
        if (count == null) {
          count = new ValueCounts();
          values.put(value == null ? null : value.copy(), count);
          size++;
        }
        count.add(hour);
      }
    }
  }

  /** The events from now on are this person's. */
  void person(UTF8String person) {
    personSerial++;
    personId = person.getBytes();
  }

  /** Takes an event of the person at hand, a row of {@link PersonEvents}. */
  void add(InternalRow event, int day) {
    int projectId = event.getInt(PersonEvents.PROJECT_ID);
    if (at == null || at.eventDate() != day || at.projectId() != projectId) {
      at = new ProjectDay(projectId, day);
      counts = projects.computeIfAbsent(at, projectDay -> new ProjectCounts());
    }
    counts.add(event, (int) (PersonEvents.hour(event) - firstHour(day)));
  }

  private static long firstHour(int day) {
    return (long) PersonEvents.HOURS_OF_A_DAY * day;
  }

  /** Whether it is time to {@link #drain}, which may be done between two persons. */
  boolean isLarge() {
    return size > MANY_COUNTS || entries > MANY_ENTRIES;
  }

  /** Hands out rows of what was counted, to be added up, and starts from zero. */
  void drain(Consumer<InternalRow> rows) {
    projects.forEach((projectDay, project) -> {
      add(rows, projectDay, Tables.TOTAL, null, project.total);
      for (int i = 0; i < project.byDimension.size(); i++) {
        String dimension = Dimension.ROLLED_UP.get(i).column();
        project
            .byDimension
            .get(i)
            .forEach((value, values) -> add(rows, projectDay, dimension, value, values));
      }
    });
    projects.clear();
    at = null;
    size = 0;
    entries = 0;
  }

  private void add(
      Consumer<InternalRow> rows,
      ProjectDay at,
      String dimension,
      UTF8String value,
      ValueCounts counts) {
    UTF8String name = UTF8String.fromString(dimension);
    rows.accept(row(PassRows.Kind.DAY_COUNT, at, null, name, value, counts.day));
    long firstHour = firstHour(at.eventDate());
    for (int hour = 0; hour < counts.hours.size(); hour++) {
      Count count = counts.hours.get(hour);
      if (count != null) {
        long eventHour = (firstHour + hour) * PersonEvents.HOUR_MICROS;
        rows.accept(row(PassRows.Kind.HOUR_COUNT, at, eventHour, name, value, count));
      }
    }
  }

  private static InternalRow row(
      PassRows.Kind kind,
      ProjectDay at,
      Long eventHour,
      UTF8String dimension,
      UTF8String value,
      Count count) {
    return PassRows.of(
        kind,
        at.projectId(),
        eventHour,
        dimension,
        value,
        count.events,
        count.persons,
        count.sketch.toUpdatableByteArray(),
        at.eventDate());
  }
}
