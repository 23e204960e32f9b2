package metricflow.tests.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import metricflow.event.BatchParser;
import metricflow.event.Event;
import metricflow.event.EventLimits;
import metricflow.event.EventNames;
import metricflow.event.Verdict;
import metricflow.funnel.StepTimeline;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class HistoryCommandTest {
  private static final Instant UNTIL = Instant.parse("2026-11-24T12:00:00Z");
  private static final int DAYS = 14;
  private static final int EVENTS_PER_DAY = 3_000;

  private static List<Event> events;

  @BeforeAll
  static void parse_every_line_with_the_collectors_parser() throws IOException {
    BatchParser parser = new BatchParser(EventLimits.defaults());
    events = new ArrayList<>();
    for (String line : history(1).lines().toList()) {
      byte[] bytes = line.getBytes(StandardCharsets.UTF_8);
      Verdict verdict = parser.parseEvent(bytes, UNTIL.toEpochMilli());
      assertThat(verdict).isInstanceOf(Verdict.Accepted.class);
      events.add(((Verdict.Accepted) verdict).event());
    }
  }

  @Test
  void the_same_seed_writes_the_same_bytes() throws IOException {
    assertThat(history(1)).isEqualTo(history(1)).isNotEqualTo(history(2));
  }

  @Test
  void the_volume_is_the_one_asked_for() {
    assertThat(events.size()).isCloseTo(DAYS * EVENTS_PER_DAY, within(DAYS * EVENTS_PER_DAY / 8));
  }

  @Test
  void all_events_lie_between_the_first_and_the_last_moment() {
    long from = UNTIL.minus(Duration.ofDays(DAYS)).toEpochMilli();
    assertThat(events)
        .allMatch(event -> event.eventTime() >= from && event.eventTime() < UNTIL.toEpochMilli());
  }

  @Test
  void event_ids_are_distinct() {
    assertThat(events).extracting(Event::eventId).doesNotHaveDuplicates();
  }

  @Test
  void eight_countries_and_three_plans_occur_with_unequal_shares() {
    Map<String, Long> countries = countBy(Event::country);
    assertThat(countries).hasSize(8);
    assertThat(countries.get("US")).isGreaterThan(4 * countries.get("PL"));
    assertThat(countBy(event -> String.valueOf(event.plan())))
        .containsOnlyKeys("null", "free", "pro", "team");
  }

  @Test
  void a_visitor_signs_up_once_and_the_identify_event_comes_before() {
    Map<String, Integer> identified = new HashMap<>();
    for (Event event : events) {
      if (event.event().equals(EventNames.IDENTIFY)) {
        assertThat(event.userProperties()).contains("\"plan\"");
        assertThat(identified.put(event.anonymousId(), event.sequence())).isNull();
      }
    }
    assertThat(events)
        .filteredOn(event -> event.event().equals(SessionScript.SIGN_UP))
        .isNotEmpty()
        .allMatch(event -> identified.get(event.anonymousId()) == event.sequence() - 1)
        .allMatch(event -> !event.distinctId().equals(event.anonymousId()));
  }

  @Test
  void a_session_never_pauses_for_longer_than_half_an_hour() {
    Map<String, List<Event>> sessions =
        events.stream().collect(Collectors.groupingBy(Event::sessionId));
    for (List<Event> session : sessions.values()) {
      for (int i = 1; i < session.size(); i++) {
        assertThat(session.get(i).eventTime() - session.get(i - 1).eventTime())
            .isBetween(0L, World.SESSION_GAP_MILLIS);
      }
    }
  }

  @Test
  void the_funnel_narrows_at_every_step_and_more_on_phones() {
    int[] desktop = funnel("desktop");
    int[] mobile = funnel("mobile");
    for (int step = 1; step < 4; step++) {
      assertThat(desktop[step]).isBetween(desktop[step - 1] / 10, desktop[step - 1] * 3 / 4);
      assertThat(mobile[step]).isGreaterThan(20);
    }
    assertThat((double) mobile[3] / mobile[0]).isLessThan(0.6 * desktop[3] / desktop[0]);
  }

  private static int[] funnel(String device) {
    Map<String, StepTimeline> persons = new TreeMap<>();
    for (Event event : events) {
      if (event.device().equals(device)) {
        persons
            .computeIfAbsent(event.anonymousId(), first -> new StepTimeline())
            .add(event.eventTime(), event.sequence(), mask(event));
      }
    }
    int[] reached = new int[4];
    for (StepTimeline person : persons.values()) {
      int steps = person.stepsReached(4, Duration.ofDays(1).toMillis());
      for (int step = 0; step < steps; step++) {
        reached[step]++;
      }
    }
    return reached;
  }

  private static int mask(Event event) {
    return switch (event.event()) {
      case EventNames.PAGE_VIEW ->
          switch (event.page()) {
            case World.LANDING -> 1;
            case World.PRICING -> 2;
            default -> 0;
          };
      case SessionScript.SIGN_UP -> 4;
      case SessionScript.PURCHASE -> 8;
      default -> 0;
    };
  }

  private static Map<String, Long> countBy(java.util.function.Function<Event, String> field) {
    return events.stream().collect(Collectors.groupingBy(field, Collectors.counting()));
  }

  private static String history(long seed) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    new HistoryCommand(UNTIL, DAYS, EVENTS_PER_DAY, seed).write(out);
    return out.toString(StandardCharsets.UTF_8);
  }
}
