package metricflow.jobs.rollup;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import metricflow.table.Tables;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.unsafe.types.UTF8String;

/**
 * Counts rows that come sorted by person. Rows are the engine's own and reused: keys are copied.
 */
final class PersonCounts {
  private static final int PERSON_KEY = 0;
  private static final int EVENT_DATE = 1;
  private static final int PROJECT_ID = 2;
  private static final int PERSON_ID = 3;
  private static final int FIRST_DIMENSION = 4;

  private final Map<ProjectDay, ProjectCounts> projects = new HashMap<>();
  private long personSerial;

  private record ProjectDay(int projectId, int eventDate) {}

  private static final class Count {
    private long events;
    private long persons;
    private long lastPerson;

    private void add(long personSerial) {
      events++;
      if (lastPerson != personSerial) {
        lastPerson = personSerial;
        persons++;
      }
    }
  }

  private static final class ProjectCounts {
    private final Count total = new Count();
    private final List<Map<UTF8String, Count>> byDimension = new ArrayList<>();

    private ProjectCounts() {
      DailyMetrics.DIMENSIONS.forEach(dimension -> byDimension.add(new HashMap<>()));
    }

    private void add(InternalRow row, long personSerial) {
      total.add(personSerial);
      for (int i = 0; i < byDimension.size(); i++) {
        int column = FIRST_DIMENSION + i;
        UTF8String value = row.isNullAt(column) ? null : row.getUTF8String(column);
        Map<UTF8String, Count> counts = byDimension.get(i);
        Count count = counts.get(value);
        if (count == null) {
          count = new Count();
          counts.put(value == null ? null : value.copy(), count);
        }
        count.add(personSerial);
      }
    }
  }

  /** Rows of {@code daily_metrics}, to be added up over partitions. */
  static Iterator<InternalRow> count(Iterator<InternalRow> sortedByPerson) {
    PersonCounts counts = new PersonCounts();
    counts.addAll(sortedByPerson);
    return counts.rows().iterator();
  }

  private void addAll(Iterator<InternalRow> rows) {
    long key = 0;
    ProjectDay at = null;
    UTF8String person = null;
    ProjectCounts counts = null;
    while (rows.hasNext()) {
      InternalRow row = rows.next();
      UTF8String rowPerson = row.getUTF8String(PERSON_ID);
      boolean same =
          at != null
              && row.getLong(PERSON_KEY) == key
              && row.getInt(EVENT_DATE) == at.eventDate()
              && row.getInt(PROJECT_ID) == at.projectId()
              && rowPerson.equals(person);
      if (!same) {
        key = row.getLong(PERSON_KEY);
        at = new ProjectDay(row.getInt(PROJECT_ID), row.getInt(EVENT_DATE));
        person = rowPerson.copy();
        counts = projects.computeIfAbsent(at, projectDay -> new ProjectCounts());
        personSerial++;
      }
      counts.add(row, personSerial);
    }
  }

  private List<InternalRow> rows() {
    List<InternalRow> rows = new ArrayList<>();
    projects.forEach((at, counts) -> {
      rows.add(row(at, UTF8String.fromString(Tables.TOTAL), null, counts.total));
      for (int i = 0; i < counts.byDimension.size(); i++) {
        UTF8String name = UTF8String.fromString(DailyMetrics.DIMENSIONS.get(i).column());
        counts.byDimension.get(i).forEach((value, count) -> rows.add(row(at, name, value, count)));
      }
    });
    return rows;
  }

  private static InternalRow row(
      ProjectDay at, UTF8String dimension, UTF8String value, Count count) {
    return new GenericInternalRow(
        new Object[] {
          at.projectId(), dimension, value, count.events, count.persons, at.eventDate()
        });
  }
}
