package metricflow.tests.exactlyonce;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import metricflow.funnel.FunnelDefinition;
import metricflow.live.LiveKeys;
import metricflow.tests.instance.LiveTotals;

/** Knows what must be found, and compares every single number of a project with it. */
final class Oracle {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** Standard errors by which an estimate may be off. */
  private static final int SIGMAS = 5;

  private final LakeCounts lake;
  private final LiveTotals live;
  private final List<FunnelDefinition> funnels;

  Oracle(LakeCounts lake, LiveTotals live, List<FunnelDefinition> funnels) {
    this.lake = lake;
    this.live = live;
    this.funnels = funnels;
  }

  /** All comparisons; events were sent in the minutes from {@code first} to {@code last}. */
  List<Check> check(Sent sent, long first, long last) {
    List<Check> checks = new ArrayList<>();
    checks.add(Check.rows(sent, "events", sent.accepted(), lake.events()));
    checks.add(Check.rows(sent, "rejected events", sent.rejected(), lake.rejectedEvents()));
    checks.add(Check.equal(sent, "live counters", lake.counters(), counters(first, last)));
    checks.add(visitors(sent, lake.visitors()));
    for (FunnelDefinition funnel : funnels) {
      Map<Long, Map<String, Long>> inLake = lake.funnelSteps(funnel);
      checks.add(
          Check.equal(
              sent,
              "live funnel '%s'".formatted(funnel.name()),
              named(inLake),
              named(funnelSteps(funnel, inLake, first, last))));
    }
    checks.add(feed(sent));
    return checks;
  }

  private Map<LakeCounts.Counter, Long> counters(long first, long last) {
    Map<LakeCounts.Counter, Long> counters = new TreeMap<>();
    for (long minute = first; minute <= last; minute++) {
      long epochMinute = minute;
      live.minute(minute)
          .forEach(
              (field, events) -> counters.put(new LakeCounts.Counter(epochMinute, field), events));
    }
    return counters;
  }

  private Check visitors(Sent sent, Map<Long, Long> exact) {
    List<String> differences = new ArrayList<>();
    exact.forEach((minute, visitors) -> {
      long estimate = live.visitors(minute);
      if (Math.abs(estimate - visitors)
          > Math.max(1, SIGMAS * LiveKeys.ACTIVE_USERS_ERROR * visitors)) {
        differences.add(
            "%d: %d in the lake, %d estimated live".formatted(minute, visitors, estimate));
      }
    });
    return new Check(sent.project().id(), "visitors (estimate)", exact.size(), differences);
  }

  private Map<Long, Map<String, Long>> funnelSteps(
      FunnelDefinition funnel, Map<Long, Map<String, Long>> inLake, long first, long last) {
    Map<Long, Map<String, Long>> days = new TreeMap<>();
    inLake.keySet().forEach(day -> days.put(day, Map.of()));
    days.put(first / (24 * 60), Map.of());
    days.put(last / (24 * 60), Map.of());
    days.replaceAll((day, nothing) -> live.funnelSteps(funnel.funnelId(), day));
    return days;
  }

  private static Map<String, Long> named(Map<Long, Map<String, Long>> days) {
    Map<String, Long> named = new TreeMap<>();
    days.forEach((day, steps) ->
        steps.forEach((step, persons) ->
            named.put("day %d, furthest step %s".formatted(day, step), persons)));
    return named;
  }

  /** The latest events: known ones, none twice. */
  private Check feed(Sent sent) {
    List<String> differences = new ArrayList<>();
    BitSet seen = new BitSet();
    List<String> feed = live.feed();
    for (String json : feed) {
      int number = (int) Sent.number(eventId(json));
      if (seen.get(number)) {
        differences.add("event %d is twice in the feed".formatted(number));
      } else if (!sent.accepted().get(number) && !sent.unanswered().get(number)) {
        differences.add("event %d of the feed was not acknowledged".formatted(number));
      }
      seen.set(number);
    }
    int expected = Math.min(LiveKeys.FEED_LENGTH, sent.accepted().cardinality());
    if (feed.size() < expected) {
      differences.add("the feed has %d events instead of %d".formatted(feed.size(), expected));
    }
    return new Check(sent.project().id(), "live feed", feed.size(), differences);
  }

  private static UUID eventId(String json) {
    try {
      return UUID.fromString(JSON.readTree(json).path("event_id").asText());
    } catch (JsonProcessingException unreadable) {
      throw new IllegalStateException("the live feed holds no JSON: " + json, unreadable);
    }
  }
}
