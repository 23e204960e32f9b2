package metricflow.jobs.rollup;

import static org.apache.spark.sql.functions.expr;

import java.time.LocalDate;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import metricflow.jobs.Duplicates;
import metricflow.jobs.Lake;
import metricflow.session.SessionSplitter;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import scala.collection.immutable.Seq;
import scala.jdk.javaapi.CollectionConverters;

/**
 * The days around those of a batch: sessions meet at the midnight between. Only persons with an
 * event within half an hour of such a midnight matter. Where the neighbour's sessions are in place,
 * theirs are divided anew; else their events are only looked at.
 */
final class MidnightNeighbours implements AutoCloseable {
  private static final long DAY_MILLIS = 86_400_000L;
  private static final Column MILLIS_OF_DAY =
      expr("unix_millis(event_time) - unix_date(event_date) * " + DAY_MILLIS + "L");
  private static final Seq<String> PERSON =
      CollectionConverters.asScala(List.of("project_id", "person_id")).toSeq();

  private final Set<LocalDate> inPlace;
  private final Set<LocalDate> around;

  /** Null, as {@code events}, when no neighbour has events. */
  private final Dataset<Row> persons;

  private final Dataset<Row> events;
  private Duplicates duplicates;

  /**
   * Looks for them.
   *
   * @param needed events of all days, as {@link PersonEvents#needed}
   * @param days the days of the batch
   * @param withEvents the days that have events
   * @param rolled the days whose sessions are in place
   */
  MidnightNeighbours(
      Lake lake,
      Dataset<Row> needed,
      Set<LocalDate> days,
      Collection<LocalDate> withEvents,
      Collection<LocalDate> rolled) {
    Set<LocalDate> next = nextTo(days, withEvents);
    inPlace = new TreeSet<>(next);
    inPlace.retainAll(rolled);
    Set<LocalDate> divided = new TreeSet<>(days);
    divided.addAll(inPlace);
    Set<LocalDate> lookedAt = nextTo(divided, withEvents);
    around = new TreeSet<>(inPlace);
    around.addAll(lookedAt);
    if (next.isEmpty()) {
      persons = null;
      events = null;
      return;
    }
    persons =
        PersonEvents.withPerson(
                lake,
                needed
                    .where(among(next))
                    .where(endBefore(days).or(startAfter(days, SessionSplitter.PAUSE_MILLIS))))
            .select("project_id", "person_id")
            .distinct()
            .persist();
    Column nearMidnight =
        endBefore(divided).or(startAfter(divided, SessionSplitter.NEXT_DAY_MILLIS));
    // A copy of an event may lie on the other side of midnight.
    Column copies = among(days).and(Duplicates.nearMidnight());
    events =
        ofThePersons(
                PersonEvents.withPerson(
                    lake,
                    needed.where(among(inPlace).or(among(lookedAt).and(nearMidnight)).or(copies))))
            .persist();
  }

  private static Set<LocalDate> nextTo(Set<LocalDate> days, Collection<LocalDate> withEvents) {
    Set<LocalDate> next =
        days.stream()
            .flatMap(day -> Stream.of(day.minusDays(1), day.plusDays(1)))
            .filter(withEvents::contains)
            .collect(Collectors.toCollection(TreeSet::new));
    next.removeAll(days);
    return next;
  }

  /** Neighbours whose sessions are in place, and may change. */
  Set<LocalDate> inPlace() {
    return inPlace;
  }

  /** The rows, of a table of persons, of those whose sessions are divided anew. */
  Dataset<Row> ofThePersons(Dataset<Row> rows) {
    return rows.join(persons, PERSON, "left_semi");
  }

  /** The rows, of a table of persons, of all others. */
  Dataset<Row> ofOthers(Dataset<Row> rows) {
    return rows.join(persons, PERSON, "left_anti");
  }

  /** Adds to the events of the batch those of the neighbours that its sessions need. */
  Dataset<Row> addTo(Dataset<Row> withPerson) {
    if (persons == null || persons.isEmpty()) {
      return withPerson;
    }
    duplicates = new Duplicates(events, around);
    return withPerson.unionByName(duplicates.eachOnce());
  }

  private static Column endBefore(Set<LocalDate> days) {
    return among(days.stream().map(day -> day.minusDays(1)).toList())
        .and(MILLIS_OF_DAY.geq(DAY_MILLIS - SessionSplitter.PAUSE_MILLIS));
  }

  private static Column startAfter(Set<LocalDate> days, long millis) {
    return among(days.stream().map(day -> day.plusDays(1)).toList()).and(MILLIS_OF_DAY.lt(millis));
  }

  private static Column among(Collection<LocalDate> days) {
    return expr(RollupDays.in(days));
  }

  @Override
  public void close() {
    if (persons != null) {
      persons.unpersist();
      events.unpersist();
    }
    if (duplicates != null) {
      duplicates.close();
    }
  }
}
