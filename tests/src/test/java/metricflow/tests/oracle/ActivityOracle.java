package metricflow.tests.oracle;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import metricflow.api.query.EventSelector;
import metricflow.api.query.Interval;
import metricflow.api.query.Lifecycle;
import metricflow.api.query.Period;
import metricflow.api.query.Retention;
import metricflow.api.query.Stickiness;

/** Retention, stickiness and lifecycle, person by person. */
final class ActivityOracle {
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  private final World world;
  private final Set<String> persons;

  ActivityOracle(World world) {
    this.world = world;
    this.persons = world.events().stream().map(world::person).collect(Collectors.toSet());
  }

  /**
   * The intervals in which {@code person} did what {@code events} selects, up to the period's end.
   */
  private TreeSet<LocalDate> active(
      String person, EventSelector events, Period period, Interval interval) {
    return world.events().stream()
        .filter(event -> world.person(event).equals(person))
        .filter(event -> FilterOracle.matches(world, events, event))
        .map(event -> OracleTime.day(event, period))
        .filter(day -> !day.isAfter(period.to()))
        .map(day -> OracleTime.start(day, interval))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private long count(Predicate<String> condition) {
    return persons.stream().filter(condition).count();
  }

  ObjectNode retention(Retention query) {
    List<LocalDate> starts = OracleTime.starts(query.period(), query.interval());
    ArrayNode cohorts = JSON.arrayNode();
    for (int i = 0; i < starts.size(); i++) {
      LocalDate cohort = starts.get(i);
      Predicate<String> member =
          person -> {
            TreeSet<LocalDate> did =
                active(person, query.start(), query.period(), query.interval());
            return query.firstTime()
                ? !did.isEmpty() && did.first().equals(cohort)
                : did.contains(cohort);
          };
      ArrayNode returned = JSON.arrayNode();
      for (int n = 1; n <= query.intervals() && i + n < starts.size(); n++) {
        LocalDate then = starts.get(i + n);
        returned.add(
            count(
                member.and(person -> {
                  TreeSet<LocalDate> back =
                      active(person, query.returning(), query.period(), query.interval());
                  return query.onOrAfter() ? back.ceiling(then) != null : back.contains(then);
                })));
      }
      ObjectNode row = cohorts.addObject();
      row.put("time", cohort.toString()).put("persons", count(member)).set("returned", returned);
    }
    return JSON.objectNode().set("cohorts", cohorts);
  }

  ObjectNode stickiness(Stickiness query) {
    int intervals = OracleTime.starts(query.period(), query.interval()).size();
    long[] counts = new long[intervals];
    for (String person : persons) {
      int days =
          active(person, query.events(), query.period(), query.interval())
              .tailSet(query.period().from())
              .size();
      if (days > 0) {
        counts[days - 1]++;
      }
    }
    ArrayNode numbers = JSON.arrayNode();
    Arrays.stream(counts).forEach(numbers::add);
    return JSON.objectNode().set("persons", numbers);
  }

  ObjectNode lifecycle(Lifecycle query) {
    Period period = query.period();
    Interval interval = query.interval();
    ObjectNode answer = JSON.objectNode();
    ArrayNode times = answer.putArray("times");
    ArrayNode fresh = answer.putArray("new");
    ArrayNode returning = answer.putArray("returning");
    ArrayNode resurrecting = answer.putArray("resurrecting");
    ArrayNode dormant = answer.putArray("dormant");
    for (LocalDate now : OracleTime.starts(period, interval)) {
      LocalDate before = OracleTime.start(now.minusDays(1), interval);
      Predicate<String> active = p -> active(p, query.events(), period, interval).contains(now);
      Predicate<String> was = p -> active(p, query.events(), period, interval).contains(before);
      Predicate<String> ever = p -> active(p, query.events(), period, interval).lower(now) != null;
      times.add(now.toString());
      fresh.add(count(active.and(ever.negate())));
      returning.add(count(active.and(was)));
      resurrecting.add(count(active.and(ever).and(was.negate())));
      dormant.add(count(was.and(active.negate())));
    }
    return answer;
  }
}
