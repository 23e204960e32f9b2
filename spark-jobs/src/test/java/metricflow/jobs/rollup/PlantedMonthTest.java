package metricflow.jobs.rollup;

import static metricflow.jobs.rollup.PlantedMonth.CROWD;
import static metricflow.jobs.rollup.PlantedMonth.DAYS;
import static metricflow.jobs.rollup.PlantedMonth.FRENCH;
import static metricflow.jobs.rollup.PlantedMonth.germans;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import metricflow.funnel.FunnelMatcher;
import metricflow.funnel.FunnelRules;
import metricflow.jobs.DayRange;
import metricflow.jobs.TestEvent;
import metricflow.jobs.TestLake;
import metricflow.table.RollupVersion;
import metricflow.timeline.TimelineBlockReader;
import metricflow.timeline.TimelineReader;
import metricflow.timeline.TimelineWriter;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Every table of rollups holds the numbers of {@link PlantedMonth}, after it came in two parts that
 * were rolled up one by one: the odd days, then the even days and one of the odd days again.
 */
class PlantedMonthTest {
  private static final long DAY_MILLIS = 86_400_000;

  @TempDir static Path folder;
  private static TestLake lake;

  @BeforeAll
  static void rollUpTheMonth() {
    lake = new TestLake(folder);
    List<TestEvent> odd = PlantedMonth.events(day -> day % 2 == 1);
    lake.append(odd.stream());
    rollUp();
    lake.append(PlantedMonth.events(day -> day % 2 == 0).stream());
    lake.append(
        odd.stream()
            .filter(event -> event.date().equals(PlantedMonth.day(7)))
            .map(event -> event.with("received_at", Instant.parse("2026-04-02T00:00:00Z"))));
    rollUp();
  }

  private static void rollUp() {
    lake.run(new RollupJob(DayRange.closedDays(), false));
  }

  /** The first two columns of a query, by the first. */
  private static Map<String, Long> numbers(String sql) {
    Map<String, Long> numbers = new TreeMap<>();
    lake.query(sql)
        .forEach(row -> numbers.put(row.get(0).toString(), ((Number) row.get(1)).longValue()));
    return numbers;
  }

  private interface OfDay {
    long number(int day);
  }

  private static Map<String, Long> eachDay(OfDay expected) {
    Map<String, Long> numbers = new TreeMap<>();
    IntStream.rangeClosed(1, DAYS + 1)
        .filter(day -> expected.number(day) > 0)
        .forEach(day -> numbers.put(PlantedMonth.day(day).toString(), expected.number(day)));
    return numbers;
  }

  private static long ifMonth(int day, long number) {
    return day <= DAYS ? number : 0;
  }

  @Test
  void persons_of_a_day_by_country() {
    String persons = "SELECT event_date, persons FROM {daily_metrics} WHERE dimension = 'country'";
    assertThat(numbers(persons + " AND value = 'DE'"))
        .isEqualTo(eachDay(day -> ifMonth(day, germans(day))));
    assertThat(numbers(persons + " AND value = 'FR'")).isEqualTo(eachDay(day -> FRENCH));
    assertThat(numbers(persons + " AND value IS NULL"))
        .isEqualTo(eachDay(day -> day == 3 || day == 20 ? 1 : 0));
  }

  @Test
  void events_and_persons_of_an_hour() {
    String hour = " FROM {hourly_metrics} WHERE dimension = 'country' AND value = 'FR' AND ";
    assertThat(numbers("SELECT event_date, persons" + hour + "hour(event_hour) = 23"))
        .isEqualTo(eachDay(day -> ifMonth(day, FRENCH)));
    assertThat(numbers("SELECT event_date, events" + hour + "hour(event_hour) = 0"))
        .isEqualTo(eachDay(day -> day > 1 ? FRENCH : 0));
    assertThat(lake.number("SELECT count(DISTINCT hour(event_hour))" + hour + "true")).isEqualTo(2);
    assertThat(lake.number("SELECT sum(events) FROM {hourly_metrics} WHERE dimension = '$total'"))
        .isEqualTo(PlantedMonth.events(day -> true).size());
  }

  @Test
  void events_of_an_hour_by_name_and_context() {
    String french = " FROM {hourly_contexts} WHERE event = '%s' AND country = 'FR' AND ";
    assertThat(
            numbers(
                "SELECT event_date, events" + french.formatted("click") + "hour(event_hour) = 0"))
        .isEqualTo(eachDay(day -> day > 1 ? FRENCH : 0));
    assertThat(
            numbers(
                "SELECT event_date, events"
                    + french.formatted("page_view")
                    + "hour(event_hour) = 23"))
        .isEqualTo(eachDay(day -> ifMonth(day, FRENCH)));
    assertThat(lake.number("SELECT sum(events) FROM {hourly_contexts}"))
        .isEqualTo(PlantedMonth.events(day -> true).size());
  }

  @Test
  void persons_of_a_week_by_exact_days_and_by_sketches() {
    for (int first = 1; first + 6 <= DAYS; first += 7) {
      String week =
          " BETWEEN '%s' AND '%s'".formatted(PlantedMonth.day(first), PlantedMonth.day(first + 6));
      long germans = germans(first + 6);
      assertThat(
              lake.number(
                  "SELECT count(DISTINCT person_id) FROM {user_days} WHERE country = 'DE' AND"
                      + " event_date"
                      + week))
          .isEqualTo(germans);
      String sketches =
          "SELECT hll_sketch_estimate(hll_union_agg(persons_sketch)) FROM {%s} WHERE dimension ="
              + " 'country' AND value = 'DE' AND event_date";
      assertThat(lake.number(sketches.formatted("daily_metrics") + week)).isEqualTo(germans);
      assertThat(lake.number(sketches.formatted("hourly_metrics") + week)).isEqualTo(germans);
    }
  }

  @Test
  void a_sketch_of_many_is_within_three_times_its_standard_error() {
    long crowd = CROWD + CROWD / 2;
    assertThat(
            lake.number(
                "SELECT hll_sketch_estimate(hll_union_agg(persons_sketch)) FROM {daily_metrics}"
                    + " WHERE value = 'cheer'"))
        .isBetween((long) (crowd * (1 - 3 * 0.016)), (long) (crowd * (1 + 3 * 0.016)));
    assertThat(lake.number("SELECT sum(persons) FROM {daily_metrics} WHERE value = 'cheer'"))
        .isEqualTo(2 * CROWD);
  }

  @Test
  void sessions_of_a_day() {
    String sessions = "SELECT event_date, count(*) FROM {sessions} WHERE ";
    assertThat(numbers(sessions + "country = 'DE' AND entry_page = '/' GROUP BY 1"))
        .isEqualTo(eachDay(day -> ifMonth(day, germans(day))));
    assertThat(
            numbers(
                sessions
                    + "country = 'FR' AND events = 2 AND page_views = 1 AND bounce = 0"
                    + " AND duration_millis = 1200000 AND exit_page = '/fr' GROUP BY 1"))
        .isEqualTo(eachDay(day -> ifMonth(day, FRENCH)));
    assertThat(lake.number("SELECT count(*) FROM {sessions} WHERE country = 'FR'"))
        .isEqualTo(FRENCH * DAYS);
    assertThat(lake.number("SELECT sum(bounce) FROM {sessions}")).isZero();
    assertThat(lake.number("SELECT sum(events) FROM {sessions}"))
        .isEqualTo(PlantedMonth.events(day -> true).size());
  }

  @Test
  void days_of_persons() {
    assertThat(
            numbers(
                "SELECT event_date, sum(events) FROM {user_days} WHERE country = 'DE' GROUP BY 1"))
        .isEqualTo(eachDay(day -> ifMonth(day, 2L * germans(day) + signUps(day) + purchases(day))));
    assertThat(lake.number("SELECT count(*) FROM {user_days} WHERE country = 'FR'"))
        .isEqualTo(FRENCH * (DAYS + 1));
  }

  private static long signUps(int day) {
    return PlantedMonth.of(
        germans(DAYS), german -> german % 2 == 0 && PlantedMonth.firstDay(german) == day);
  }

  private static long purchases(int day) {
    return PlantedMonth.of(
        germans(DAYS), german -> german % 4 == 0 && PlantedMonth.firstDay(german) + 1 == day);
  }

  @Test
  void first_times_of_persons_and_events() {
    String firsts = "SELECT event_date, count(*) FROM {first_seen} WHERE ";
    assertThat(numbers(firsts + "event IS NULL AND person_id LIKE 'de-%' GROUP BY 1"))
        .isEqualTo(eachDay(day -> ifMonth(day, day == 1 ? germans(1) : 1)));
    assertThat(numbers(firsts + "event = 'purchase' GROUP BY 1"))
        .isEqualTo(eachDay(day -> ifMonth(day, purchases(day))));
    assertThat(numbers(firsts + "event = 'cheer' GROUP BY 1"))
        .isEqualTo(eachDay(day -> day == 10 ? CROWD : day == 11 ? CROWD / 2 : 0));
    assertThat(
            lake.query(
                "SELECT event, first_event_time FROM {first_seen} WHERE person_id IN ('zoe',"
                    + " 'phone', 'laptop') ORDER BY 1"))
        .hasToString(
            "[[null,2026-03-03 20:00:00.0], [$identify,2026-03-20 20:00:00.0],"
                + " [page_view,2026-03-03 20:00:00.0]]");
  }

  @Test
  void a_funnel_through_timelines_finds_who_was_planted() {
    Map<String, List<byte[]>> persons = new HashMap<>();
    for (Row row :
        lake.query(
            "SELECT person_id, sort_array(collect_list(struct(event_date, timeline))).timeline FROM"
                + " {user_timelines} GROUP BY 1")) {
      persons.put(row.getString(0), row.getList(1));
    }
    findsWhoWasPlanted(persons.values());
  }

  @Test
  void so_does_one_through_their_blocks() {
    Map<Long, List<byte[]>> persons = new HashMap<>();
    TimelineBlockReader reader = new TimelineBlockReader();
    TimelineWriter writer = new TimelineWriter();
    for (Row row : lake.query("SELECT block FROM {timeline_blocks} ORDER BY event_date")) {
      byte[] block = row.getAs(0);
      reader.open(block, 0, block.length);
      while (reader.nextPerson()) {
        writer.addAll(reader);
        persons.computeIfAbsent(reader.personKey(), key -> new ArrayList<>()).add(writer.finish());
      }
    }
    findsWhoWasPlanted(persons.values());
  }

  /** Each person's timelines, by day. */
  private static void findsWhoWasPlanted(Collection<List<byte[]>> persons) {
    int[] reached = new int[4];
    FunnelMatcher matcher = FunnelRules.ordered(3, DAY_MILLIS + 120_000).matcher();
    Map<Integer, Long> masks = stepMasks();
    TimelineReader reader = new TimelineReader();
    for (List<byte[]> timelines : persons) {
      matcher.reset();
      for (byte[] timeline : timelines) {
        reader.open(timeline, 0, timeline.length);
        while (reader.next()) {
          matcher.accept(reader.time(), masks.getOrDefault(reader.code(), 0L));
        }
      }
      matcher.end();
      reached[matcher.stepsReached()]++;
    }

    // Steps: the landing page, sign_up, purchase; zoe has seen the landing page, too.
    long germans = germans(DAYS);
    long signUps = PlantedMonth.of(germans(DAYS), german -> german % 2 == 0);
    long purchases =
        PlantedMonth.of(
            germans(DAYS), german -> german % 4 == 0 && PlantedMonth.firstDay(german) < DAYS);
    assertThat(reached[3]).isEqualTo((int) purchases);
    assertThat(reached[2]).isEqualTo((int) (signUps - purchases));
    assertThat(reached[1]).isEqualTo((int) (germans - signUps) + 1);
  }

  private static Map<Integer, Long> stepMasks() {
    Map<Integer, Long> masks = new HashMap<>();
    for (Row row : lake.query("SELECT code, event, page FROM {timeline_codes}")) {
      long mask =
          switch (row.getString(1)) {
            case "page_view" -> "/".equals(row.getString(2)) ? 1 : 0;
            case "sign_up" -> 2;
            case "purchase" -> 4;
            default -> 0;
          };
      masks.put(row.getInt(0), mask);
    }
    return masks;
  }

  @Test
  void every_day_is_in_place() {
    assertThat(
            lake.number(
                "SELECT count(*) FROM {rollup_days} WHERE rollup_version = "
                    + RollupVersion.CURRENT))
        .isEqualTo(DAYS + 1);
    assertThat(
            lake.query("SELECT min(event_date) FROM {sessions}")
                .getFirst()
                .getDate(0)
                .toLocalDate())
        .isEqualTo(LocalDate.ofInstant(PlantedMonth.noon(1, 0), ZoneOffset.UTC));
  }
}
