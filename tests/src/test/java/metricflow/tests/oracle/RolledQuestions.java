package metricflow.tests.oracle;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.Random;
import metricflow.event.EventNames;

/** Random questions of the shapes that rollups answer; the zones among them not always. */
final class RolledQuestions {
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
  private static final Map<String, List<String>> VALUES =
      Map.of(
          "country",
          Worlds.COUNTRIES,
          "device",
          List.of("mobile", "desktop"),
          "page",
          List.of("/", "/preise?x='1'", "/日本"),
          "event",
          Worlds.EVENTS);
  private static final List<String> ZONES =
      List.of("UTC", "Europe/Berlin", "America/New_York", "Pacific/Auckland", "Asia/Kolkata");
  private static final List<String> INTERVALS = List.of("day", "week", "month");

  private final Random random;

  RolledQuestions(Random random) {
    this.random = random;
  }

  /** Numbers of events by one dimension, or of persons. */
  void segmentation(ObjectNode question) {
    if (random.nextInt(3) > 0) {
      counts(question);
    } else {
      persons(question);
    }
    if (random.nextInt(3) == 0) {
      question.putArray("formulas").add(pick(List.of("A/A*100", "A + 2 * (A - 1.5)")));
    }
  }

  /** The same by intervals. */
  void trends(ObjectNode question) {
    segmentation(question);
    boolean ofPersons = !question.has("time_zone");
    question.put("interval", random.nextBoolean() && !ofPersons ? "hour" : pick(INTERVALS));
  }

  /** What counts as active for {@code stickiness} and {@code lifecycle}. */
  void activity(ObjectNode question) {
    question.put("interval", pick(INTERVALS));
    question.set("events", anyOrPageViews());
  }

  void retention(ObjectNode question) {
    question.put("interval", pick(INTERVALS));
    boolean firstTime = random.nextInt(3) > 0;
    question.put("cohort", firstTime ? "first_time" : "recurring");
    ObjectNode start = anyOrPageViews();
    if (firstTime && random.nextBoolean()) {
      start.putArray("event").add(pick(Worlds.EVENTS)).add(pick(Worlds.EVENTS));
    }
    question.set("start", start);
    question.set("return", anyOrPageViews());
    question.put("returned", pick(List.of("on", "on_or_after")));
    question.put("intervals", 1 + random.nextInt(6));
  }

  private void counts(ObjectNode question) {
    String dimension = pick(List.of("country", "device", "page", "event"));
    question.put("time_zone", pick(ZONES));
    if (random.nextInt(3) == 0) {
      question.set("filter", filter(dimension));
    }
    ArrayNode series = question.putArray("series");
    for (int i = random.nextInt(3); i >= 0; i--) {
      ObjectNode one = series.addObject().put("measure", "count");
      if (dimension.equals("event") && random.nextBoolean()) {
        one.put("event", pick(Worlds.EVENTS));
      } else if (random.nextInt(3) == 0) {
        one.set("filter", filter(dimension));
      }
    }
    if (random.nextInt(3) > 0) {
      question.putArray("breakdown").add(dimension);
      question.put("limit", 1 + random.nextInt(3));
    } else if (!question.has("filter")) {
      // Each series may be counted by a dimension of its own.
      series.addObject().put("measure", "count").put("event", pick(Worlds.EVENTS));
    }
  }

  private void persons(ObjectNode question) {
    ArrayNode series = question.putArray("series");
    for (int i = random.nextInt(2); i >= 0; i--) {
      series.add(anyOrPageViews().put("measure", pick(List.of("uniques", "per_user", "count"))));
    }
    series.add(anyOrPageViews().put("measure", "uniques"));
  }

  private ObjectNode anyOrPageViews() {
    ObjectNode events = JSON.objectNode();
    return random.nextBoolean() ? events : events.put("event", EventNames.PAGE_VIEW);
  }

  private ObjectNode filter(String field) {
    ObjectNode filter = JSON.objectNode();
    ObjectNode condition = random.nextInt(4) == 0 ? filter.putObject("not") : filter;
    condition.put("property", field);
    switch (random.nextInt(5)) {
      case 0 -> condition.put("operator", "unset");
      case 1 ->
          condition.put("operator", "contains").put("value", pick(List.of("D", "e", "/", "本")));
      case 2 ->
          condition
              .put("operator", "in")
              .putArray("value")
              .add(pick(VALUES.get(field)))
              .add(pick(VALUES.get(field)));
      case 3 -> condition.put("operator", "regex").put("value", pick(List.of("^D", "[a-z]$", "/")));
      default -> condition.put("operator", "equals").put("value", pick(VALUES.get(field)));
    }
    return filter;
  }

  private <T> T pick(List<T> values) {
    return values.get(random.nextInt(values.size()));
  }
}
