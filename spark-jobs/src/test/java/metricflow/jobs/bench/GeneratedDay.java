package metricflow.jobs.bench;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.Iterator;
import java.util.NoSuchElementException;
import org.apache.spark.sql.catalyst.InternalRow;

/**
 * The events of the sessions that start in a part of a day, session after session in the order in
 * which they start: as the stream would have them.
 */
final class GeneratedDay implements Iterator<InternalRow> {
  static final int PARTS_AT_MOST = 24;

  private static final int DAY_MILLIS = 86_400_000;
  private static final int MOST_SESSIONS = 4;

  /** Arrivals by hour, in sums. */
  private static final double[] HOURS = hours();

  private final People people;
  private final int day;
  private final GeneratedSession session;
  private final Deque<InternalRow> ready = new ArrayDeque<>();
  private final long[] starts;
  private int next;

  /**
   * A part of a day.
   *
   * @param firstDay epoch day of the period's day 0
   * @param part from 0, of {@code parts}
   */
  GeneratedDay(People people, int firstDay, int day, int part, int parts) {
    this.people = people;
    this.day = day;
    session = new GeneratedSession(people, firstDay, day, ready);
    starts = starts(part, parts);
  }

  /** Start in milliseconds, number of the session and person of each, in order. */
  private long[] starts(int part, int parts) {
    long[] found = new long[1024];
    int size = 0;
    for (int person = 0; person < people.persons(); person++) {
      long random = people.of(person);
      if (!people.comes(person, random, day)) {
        continue;
      }
      long visits = People.mix(random, 4, day);
      int sessions = sessions(visits);
      for (int i = 0; i < sessions; i++) {
        int start = start(People.part(People.mix(visits, i, 1)), i, sessions);
        if ((long) start * parts / DAY_MILLIS == part) {
          if (size == found.length) {
            found = Arrays.copyOf(found, size * 2);
          }
          found[size++] = (long) start << 36 | (long) i << 34 | person;
        }
      }
    }
    Arrays.sort(found, 0, size);
    return Arrays.copyOf(found, size);
  }

  private static int sessions(long random) {
    double part = People.part(random);
    return part < 0.84 ? 1 : part < 0.96 ? 2 : part < 0.99 ? 3 : MOST_SESSIONS;
  }

  /** The sessions of one person share the day out among them. */
  private static int start(double part, int number, int sessions) {
    double at = (number + part) / sessions * HOURS[HOURS.length - 1];
    int hour = 0;
    while (HOURS[hour] <= at) {
      hour++;
    }
    double before = hour == 0 ? 0 : HOURS[hour - 1];
    double within = (at - before) / (HOURS[hour] - before);
    return (int) ((hour + within) * (DAY_MILLIS / 24));
  }

  private static double[] hours() {
    double[] hours = {
      5, 4, 3, 3, 3, 4, 6, 8, 10, 12, 13, 13, 12, 13, 14, 15, 15, 14, 13, 13, 13, 12, 10, 7
    };
    Arrays.parallelPrefix(hours, Double::sum);
    return hours;
  }

  @Override
  public boolean hasNext() {
    while (ready.isEmpty() && next < starts.length) {
      long start = starts[next++];
      session.play((int) start, (int) (start >>> 34) & 3, (int) (start >>> 36));
    }
    return !ready.isEmpty();
  }

  @Override
  public InternalRow next() {
    if (!hasNext()) {
      throw new NoSuchElementException();
    }
    return ready.remove();
  }
}
