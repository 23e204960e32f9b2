package metricflow.api.query;

import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** Turns the rows of the compilers' statements into numbers. */
final class AnswerReader {
  private AnswerReader() {}

  /** Numbers by date, as {@link DailyActiveUsersSql} selects them. */
  record Days(List<String> dates, long[] total, List<Answer.Series> series, long valuesCut) {}

  static Days days(DailyActiveUsers query, List<Row> rows) {
    List<LocalDate> dates = query.from().datesUntil(query.to().plusDays(1)).toList();
    long[] total = new long[dates.size()];
    SortedMap<Long, Answer.Series> series = new TreeMap<>();
    long values = 0;
    for (Row row : rows) {
      int day = (int) ChronoUnit.DAYS.between(query.from(), row.date(0));
      long rank = query.dimension().isPresent() ? row.number(3) : 0;
      if (rank == 0) {
        total[day] = row.number(1);
      } else {
        series.computeIfAbsent(rank, r -> new Answer.Series(row.text(2), new long[dates.size()]))
                .users()[day] =
            row.number(1);
      }
      values = query.dimension().isPresent() ? row.number(4) : 0;
    }
    return new Days(
        dates.stream().map(LocalDate::toString).toList(),
        total,
        List.copyOf(series.values()),
        Math.max(0, values - series.size()));
  }

  static List<Answer.Cohort> cohorts(Retention query, List<Row> rows) {
    List<String> times = query.interval().labels(query.period());
    long[] persons = new long[times.size()];
    long[][] returned = new long[times.size()][times.size()];
    for (Row row : rows) {
      int cohort = (int) row.number(0);
      int offset = (int) row.number(1);
      if (offset == 0) {
        persons[cohort] = row.number(2);
      } else {
        returned[cohort][offset] = row.number(2);
      }
    }
    List<Answer.Cohort> cohorts = new ArrayList<>();
    for (int cohort = 0; cohort < times.size(); cohort++) {
      int last = times.size() - 1 - cohort;
      if (query.onOrAfter()) {
        // Rows hold the last return of each person, who then also returned after any offset before.
        for (int offset = last - 1; offset >= 1; offset--) {
          returned[cohort][offset] += returned[cohort][offset + 1];
        }
      }
      cohorts.add(
          new Answer.Cohort(
              times.get(cohort),
              persons[cohort],
              Arrays.stream(returned[cohort])
                  .skip(1)
                  .limit(Math.min(last, query.intervals()))
                  .boxed()
                  .toList()));
    }
    return cohorts;
  }

  static List<Long> frequencies(Stickiness query, List<Row> rows) {
    long[] persons = new long[query.interval().labels(query.period()).size()];
    rows.forEach(row -> persons[(int) row.number(0) - 1] = row.number(1));
    return Arrays.stream(persons).boxed().toList();
  }

  /** Persons by interval who are in {@code state}, as {@link LifecycleSql} calls it. */
  static long[] lives(Lifecycle query, List<Row> rows, String state) {
    long[] persons = new long[query.interval().labels(query.period()).size()];
    for (Row row : rows) {
      if (row.text(1).equals(state)) {
        persons[(int) row.number(0)] = row.number(2);
      }
    }
    return persons;
  }
}
