package metricflow.tests.oracle;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.UUID;
import metricflow.event.DerivedEventId;
import metricflow.event.EventNames;

/**
 * Random small worlds, the same for the same seed. They hold what is hard: equal instants, copies,
 * identify before and after the events it is about, nulls, any script, values of every JSON type,
 * days on which clocks change.
 */
final class Worlds {
  /** A month that begins, weeks that begin, and the end of winter time in Europe. */
  static final LocalDate FIRST_DAY = LocalDate.parse("2026-03-23");

  static final int DAYS = 16;

  /** The days that the nightly jobs have been through. */
  static final SortedSet<LocalDate> ROLLED_DAYS =
      new TreeSet<>(FIRST_DAY.plusDays(3).datesUntil(FIRST_DAY.plusDays(10)).toList());

  /** Those of them with all rollups; the first is as an earlier release left it. */
  static final SortedSet<LocalDate> COMPLETE_DAYS = ROLLED_DAYS.tailSet(FIRST_DAY.plusDays(4));

  static final List<String> EVENTS = List.of("a", "b", "kauf ü", "x'y", EventNames.PAGE_VIEW);
  static final List<String> COUNTRIES = List.of("DE", "FR", "日本");
  static final List<String> AMOUNTS =
      List.of(
          "1", "2.5", "-3", "\"4\"", "\" 7 \"", "\"x\"", "1e2", "true", "null", "[1]", "{}",
          "\"NaN\"", "\"\"", "0.5");
  static final List<String> PLANS =
      List.of("\"pro\"", "\"frei\"", "\"Größe 🎈\"", "null", "1", "true", "\"a.b\"");
  static final List<String> DATES =
      List.of(
          "\"2026-03-30\"", "\"2026-04-01T23:30:00+02:00\"", "\"2026-02-30\"", "\"gestern\"", "5");
  private static final List<String> ODD = List.of("\"v\"", "\"w\"");

  /** A property whose name needs care in a JSON path and in SQL. */
  static final String ODD_NAME = "o\"d.d'\\ ?";

  private static final List<String> USERS = List.of("u1", "u2", "ü3");

  private final Random random;

  Worlds(long seed) {
    this.random = Seeds.random(seed);
  }

  World world(int projectId) {
    List<WorldEvent> events = new ArrayList<>();
    int count = random.nextInt(45);
    for (int i = 0; i < count; i++) {
      events.add(event(projectId, i, instant(), pick(USERS)));
    }
    if (random.nextInt(10) == 0) {
      // One person without a pause over noon, where sessions are cut.
      Instant time =
          FIRST_DAY.plusDays(random.nextInt(DAYS - 2)).atTime(22, 0).toInstant(ZoneOffset.UTC);
      for (int i = 0; i < 40; i++) {
        WorldEvent event = event(projectId, count + i, time, USERS.getFirst());
        event.columns().put("distinct_id", USERS.getFirst());
        events.add(event);
        time = time.plusMillis(30 * 60_000 + (random.nextInt(15) == 0 ? 1 : 0));
      }
    }
    List<WorldEvent> deliveries = new ArrayList<>(events);
    events.stream().filter(event -> random.nextInt(8) == 0).forEach(deliveries::add);
    return World.of(projectId, List.copyOf(events), List.copyOf(deliveries));
  }

  private Instant instant() {
    LocalDate day = FIRST_DAY.plusDays(random.nextInt(DAYS));
    // Few instants, so that many are equal; some next to midnight in one zone or another.
    LocalTime clock = LocalTime.of(pick(List.of(0, 1, 4, 11, 21, 22, 23)), pick(List.of(0, 59)));
    return day.atTime(clock).toInstant(ZoneOffset.UTC).plusMillis(random.nextInt(2));
  }

  private WorldEvent event(int projectId, int number, Instant time, String user) {
    Map<String, String> columns = new HashMap<>();
    boolean known = random.nextBoolean();
    String anonymous = "anon" + random.nextInt(4);
    columns.put("event", pick(EVENTS));
    columns.put("distinct_id", known ? user : anonymous);
    columns.put("anonymous_id", random.nextInt(3) == 0 ? null : anonymous);
    if (random.nextInt(7) == 0) {
      columns.put("event", EventNames.IDENTIFY);
      columns.put("distinct_id", user);
      columns.put("anonymous_id", anonymous);
    }
    columns.put("page", maybe(pick(List.of("/", "/preise?x='1'", "/日本"))));
    String session = maybe(new UUID(0x7000L, Long.MIN_VALUE + random.nextInt(3)).toString());
    columns.put("session_id", session);
    columns.put("country", maybe(pick(COUNTRIES)));
    columns.put("device", maybe(pick(List.of("mobile", "desktop"))));
    Integer sequence = random.nextInt(3) == 0 ? null : Integer.valueOf(random.nextInt(4));
    // Of the browser SDK where it can be, else of another client.
    UUID id =
        session == null || sequence == null
            ? UUID.nameUUIDFromBytes((projectId + "/" + number).getBytes(StandardCharsets.UTF_8))
            : DerivedEventId.of(UUID.fromString(session), sequence, time.toEpochMilli(), number);
    return new WorldEvent(
        id.toString(),
        time,
        sequence,
        columns,
        maybe(object()),
        maybe("{\"plan\":" + pick(PLANS) + "}"));
  }

  private String object() {
    List<String> members = new ArrayList<>();
    member(members, "amount", AMOUNTS);
    member(members, "plan", PLANS);
    member(members, "day", DATES);
    member(members, ODD_NAME.replace("\\", "\\\\").replace("\"", "\\\""), ODD);
    return "{" + String.join(",", members) + "}";
  }

  private void member(List<String> members, String name, List<String> values) {
    if (random.nextInt(4) > 0) {
      members.add("\"" + name + "\":" + pick(values));
    }
  }

  private String maybe(String value) {
    return random.nextInt(4) == 0 ? null : value;
  }

  private <T> T pick(List<T> values) {
    return values.get(random.nextInt(values.size()));
  }
}
