package metricflow.jobs.rollup;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.expr;
import static org.apache.spark.sql.functions.sum;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.ConcurrentModificationException;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import metricflow.jobs.Duplicates;
import metricflow.jobs.EventRows;
import metricflow.jobs.Lake;
import metricflow.jobs.Progress;
import metricflow.table.Table;
import metricflow.table.Tables;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.storage.StorageLevel;

/**
 * Days that are rolled up together: their events are brought together by person once, and all
 * tables are written from what {@link PersonPass} makes of them.
 */
final class RollupBatch {
  private static final int WRITERS = 3;
  private static final long PERSON_DAYS_OF_A_TASK = 500_000;

  /** A file of blocks holds as many times the persons' days that one of persons' rows does. */
  private static final int BLOCKS_ARE_DENSER = 5;

  private final Lake lake;
  private final Dataset<Row> needed;
  private final Set<LocalDate> days;
  private final Set<LocalDate> withEvents;
  private final Set<LocalDate> rolled;

  /**
   * A batch.
   *
   * @param events the version of {@code events} to count
   * @param days the days to roll up
   * @param withEvents all days that have events
   * @param rolled days whose rollups are in place, others than these
   */
  RollupBatch(
      Lake lake,
      Dataset<Row> events,
      Set<LocalDate> days,
      Collection<LocalDate> withEvents,
      Collection<LocalDate> rolled) {
    this.lake = lake;
    this.needed = PersonEvents.needed(events);
    this.days = days;
    this.withEvents = Set.copyOf(withEvents);
    this.rolled = Set.copyOf(rolled);
  }

  /**
   * What was written.
   *
   * @param sessions sessions of the days, and those of their neighbours that were looked at again
   * @param userDays days on which a person was active
   */
  record Outcome(long sessions, long userDays) {}

  /** Replaces the days in every table, one commit each. */
  Outcome replace(Progress progress, String position) {
    progress.step(position + ": reading");
    try (Duplicates duplicates = new Duplicates(needed, days);
        MidnightNeighbours neighbours =
            new MidnightNeighbours(lake, needed, days, withEvents, rolled)) {
      Dataset<Row> events = neighbours.addTo(PersonEvents.withPerson(lake, duplicates.eachOnce()));
      Dataset<Row> pass = pass(events, neighbours);
      pass.persist(StorageLevel.MEMORY_AND_DISK());
      try {
        return write(pass, neighbours, progress, position);
      } finally {
        pass.unpersist();
      }
    }
  }

  private Dataset<Row> pass(Dataset<Row> events, MidnightNeighbours neighbours) {
    Set<Integer> counted = epochDays(days);
    Set<Integer> sessionDays = epochDays(neighbours.inPlace());
    sessionDays.addAll(counted);
    Dataset<Row> own = needed.where(RollupDays.in(days));
    Broadcast<CodeLookup> codes = broadcast(new TimelineDictionary(lake).codesOf(own));
    Broadcast<ContextLookup> contexts = broadcast(new ContextDictionary(lake).codesOf(own));
    JavaRDD<InternalRow> rows =
        PersonEvents.together(events)
            .queryExecution()
            .toRdd()
            .toJavaRDD()
            .mapPartitions(sorted ->
                new PersonPass(sorted, counted, sessionDays, codes.value(), contexts.value()));
    return EventRows.dataFrame(lake.spark(), rows, PassRows.SCHEMA);
  }

  private <T> Broadcast<T> broadcast(T lookup) {
    return JavaSparkContext.fromSparkContext(lake.spark().sparkContext()).broadcast(lookup);
  }

  private static Set<Integer> epochDays(Collection<LocalDate> days) {
    return days.stream()
        .map(day -> (int) day.toEpochDay())
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private Outcome write(
      Dataset<Row> pass, MidnightNeighbours neighbours, Progress progress, String position) {
    Map<PassRows.Kind, Long> counts = counts(pass);
    progress.step(position + ": writing");
    long userDays = counts.get(PassRows.Kind.PERSON_DAY);
    Dataset<Row> personDays = PassRows.of(pass, PassRows.Kind.PERSON_DAY);
    long sessions = counts.get(PassRows.Kind.SESSION);
    together(
        List.of(
            () -> replaceCounts(pass, PassRows.Kind.DAY_COUNT, Tables.DAILY_METRICS, counts),
            () -> replaceCounts(pass, PassRows.Kind.HOUR_COUNT, Tables.HOURLY_METRICS, counts),
            () -> replaceContextCounts(pass, counts.get(PassRows.Kind.CONTEXT_COUNT)),
            () -> new DayTable(lake, Tables.USER_DAYS).replace(personDays, days, userDays),
            () -> new DayTable(lake, Tables.USER_TIMELINES).replace(personDays, days, userDays),
            () -> replaceBlocks(personDays, userDays),
            () ->
                new SessionsRollup(lake, neighbours)
                    .replace(PassRows.of(pass, PassRows.Kind.SESSION), days, sessions),
            () ->
                new FirstSeen(lake, needed, rolled)
                    .replace(
                        PassRows.of(pass, PassRows.Kind.FIRST),
                        days,
                        counts.get(PassRows.Kind.FIRST))));
    return new Outcome(sessions, userDays);
  }

  private void replaceBlocks(Dataset<Row> personDays, long userDays) {
    int tasks = (int) (1 + userDays / PERSON_DAYS_OF_A_TASK);
    DayTable blocks = DayTable.uncompressed(lake, Tables.TIMELINE_BLOCKS);
    blocks.replace(TimelineBlocks.of(lake, personDays, tasks), days, userDays / BLOCKS_ARE_DENSER);
  }

  /** A commit is mostly waiting and planning on one core: several are made at once. */
  private static void together(List<Runnable> writes) {
    try (ExecutorService writers = Executors.newFixedThreadPool(WRITERS)) {
      List<Future<?>> done = new ArrayList<>();
      writes.forEach(write -> done.add(writers.submit(write)));
      for (Future<?> write : done) {
        write.get();
      }
    } catch (ExecutionException failed) {
      if (failed.getCause() instanceof ConcurrentModificationException another) {
        throw another;
      }
      throw new IllegalStateException(failed.getCause().getMessage(), failed.getCause());
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("stopped while writing", stopped);
    }
  }

  private static Map<PassRows.Kind, Long> counts(Dataset<Row> pass) {
    Map<PassRows.Kind, Long> counts = new EnumMap<>(PassRows.Kind.class);
    for (PassRows.Kind kind : PassRows.Kind.values()) {
      counts.put(kind, 0L);
    }
    pass.groupBy("kind")
        .count()
        .collectAsList()
        .forEach(row -> counts.put(PassRows.Kind.values()[row.getInt(0)], row.getLong(1)));
    return counts;
  }

  /** Adds up what partitions counted of different persons. */
  private void replaceCounts(
      Dataset<Row> pass, PassRows.Kind kind, Table table, Map<PassRows.Kind, Long> counts) {
    Dataset<Row> rows =
        PassRows.of(pass, kind)
            .groupBy("project_id", "event_hour", "dimension", "value", "event_date")
            .agg(
                sum("events").as("events"),
                sum("persons").as("persons"),
                expr("hll_union_agg(persons_sketch)").as("persons_sketch"));
    new DayTable(lake, table).replace(rows, days, counts.get(kind));
  }

  /** As {@link #replaceCounts}. */
  private void replaceContextCounts(Dataset<Row> pass, long count) {
    Table table = Tables.HOURLY_CONTEXTS;
    Column[] of =
        Arrays.stream(PassRows.columns(table))
            .filter(column -> !column.equals(col("events")))
            .toArray(Column[]::new);
    Dataset<Row> rows =
        PassRows.of(pass, PassRows.Kind.CONTEXT_COUNT).groupBy(of).agg(sum("events").as("events"));
    new DayTable(lake, table).replace(rows, days, count);
  }
}
