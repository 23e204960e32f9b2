package metricflow.tests.oracle;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One person each, and how many steps of a funnel with a window of 60 seconds they take: the cases
 * in which analytics products differ. A letter is an event, what follows in parentheses its item,
 * then the second at which it happens.
 */
enum FunnelVectors {
  A_NEWER_START_MAY_BE_THE_BETTER("A0 A30 B45 C75", "ABC", "", 3),
  A_NEWER_START_DOES_NOT_TAKE_OVER_STEPS("A0 B10 A20 C65", "ABC", "", 2),
  THE_BEST_PATH_COUNTS("A0 B10 A20 B25 C65", "ABC", "", 3),
  STEPS_OF_ONE_INSTANT_COUNT_IN_THEIR_ORDER("A0 B0", "AB", "", 2),
  NO_GRACE_IS_GIVEN_TO_WRONG_ORDER("B0 A1.5", "AB", "", 1),
  ONE_EVENT_FILLS_ONE_STEP("A0", "AA", "", 1),
  AN_EXCLUSION_ENDS_THE_PATH("A0 E5 B10", "AB", "'exclusions':[{'event':'E'}],", 1),
  AND_ANOTHER_PATH_MAY_CONVERT("A0 E5 B10 A20 B25", "AB", "'exclusions':[{'event':'E'}],", 2),
  HELD_VALUES_MUST_BE_EQUAL(
      "A(i1)0 A(i2)5 B(i3)10", "AB", "'hold_constant':['properties.item'],", 1),
  THE_VALUE_THAT_GOT_FURTHEST_COUNTS(
      "A(i1)0 A(i2)5 B(i2)10", "AB", "'hold_constant':['properties.item'],", 2),
  STRICT_ORDER_ALLOWS_NOTHING_BETWEEN("A0 X5 B10", "AB", "'order':'strict',", 1),
  THE_END_OF_THE_WINDOW_IS_IN_IT("A0 B60", "AB", "", 2),
  AFTER_THE_WINDOW_IS_TOO_LATE("A0 B60.001", "AB", "", 1),
  IN_ANY_ORDER_ALL_STEPS_COUNT("B0 C10 A20", "ABC", "'order':'any',", 3);

  private static final Pattern EVENT = Pattern.compile("([A-Z])(?:\\((\\w+)\\))?([0-9.]+)");
  private static final Instant START = Instant.parse("2026-03-25T12:00:00Z");

  private final String events;
  private final String steps;
  private final String members;
  final int stepsReached;

  FunnelVectors(String events, String steps, String members, int stepsReached) {
    this.events = events;
    this.steps = steps;
    this.members = members;
    this.stepsReached = stepsReached;
  }

  int projectId() {
    return 1_000_000 + ordinal();
  }

  World world() {
    List<WorldEvent> read = new ArrayList<>();
    Matcher matcher = EVENT.matcher(events);
    while (matcher.find()) {
      Map<String, String> columns = new HashMap<>();
      columns.put("event", matcher.group(1));
      columns.put("distinct_id", "u1");
      String id = projectId() + "/" + read.size();
      read.add(
          new WorldEvent(
              UUID.nameUUIDFromBytes(id.getBytes(StandardCharsets.UTF_8)).toString(),
              START.plusMillis(Math.round(Double.parseDouble(matcher.group(3)) * 1000)),
              null,
              columns,
              matcher.group(2) == null ? null : "{\"item\":\"" + matcher.group(2) + "\"}",
              null));
    }
    // Every event twice, as after a retry.
    List<WorldEvent> deliveries = new ArrayList<>(read);
    deliveries.addAll(read);
    return World.of(projectId(), read, deliveries);
  }

  String question() {
    String listed = steps.replaceAll("([A-Z])", ",{'event':'$1'}").substring(1);
    return "{'kind':'funnel','from':'2026-03-25','to':'2026-03-25',%s'conversion_window_seconds':60,'steps':[%s]}"
        .formatted(members, listed)
        .replace('\'', '"');
  }
}
