package metricflow.tests.oracle;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.Consumer;
import metricflow.api.query.ProjectContext;
import metricflow.event.EventNames;

/** Random questions, as clients send them. */
final class Questions {
  static final List<String> KINDS =
      List.of(
          "trends",
          "segmentation",
          "retention",
          "stickiness",
          "lifecycle",
          "funnel",
          "funnel_persons",
          "persons",
          "person",
          "paths",
          "daily_active_users");

  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
  private static final List<String> ZONES =
      List.of("Europe/Berlin", "America/New_York", "Asia/Kolkata", "Pacific/Auckland", "UTC");
  private static final List<String> FIELDS =
      List.of(
          "country",
          "device",
          "event",
          "session_id",
          "properties.amount",
          "properties.plan",
          "properties." + Worlds.ODD_NAME,
          "user_properties.plan",
          "properties.none");
  private static final List<String> NUMBERS = List.of("properties.amount", "properties.plan");
  private static final List<String> TEXTS =
      List.of("DE", "日本", "pro", "Größe 🎈", "a", "v", "1", "true", "", "x' OR '1'='1", "?");
  private static final List<String> PATTERNS =
      List.of("^D", "[0-9]+", "(?i)PRO", "🎈$", "a.b", "^$", "x|本");

  private final Random random;
  private final RolledQuestions rolled;
  private final Map<String, JsonNode> cohorts = new HashMap<>();

  Questions(long seed) {
    // Not the numbers the world itself was made of.
    this.random = Seeds.random(~seed);
    this.rolled = new RolledQuestions(random);
  }

  ObjectNode question(String kind) {
    LocalDate from = Worlds.FIRST_DAY.plusDays(random.nextInt(Worlds.DAYS) - 1L);
    LocalDate to = from.plusDays(random.nextInt(8));
    ObjectNode question = JSON.objectNode();
    question.put("kind", kind).put("from", from.toString()).put("to", to.toString());
    switch (kind) {
      case "trends" -> trends(question);
      case "segmentation" -> segmentation(question);
      case "retention" -> retention(question);
      case "stickiness", "lifecycle" -> activity(question);
      case "funnel" -> funnel(question);
      case "paths" -> paths(question);
      case "funnel_persons" -> funnelPersons(question);
      case "persons" -> persons(question);
      case "person" -> person(question);
      case "daily_active_users" -> {
        if (random.nextBoolean()) {
          question.put("dimension", pick(List.of("country", "device")));
          question.put("limit", 1 + random.nextInt(3));
        }
      }
      default -> throw new IllegalArgumentException(kind);
    }
    return question;
  }

  private void interval(ObjectNode question, List<String> intervals) {
    question.put("interval", pick(intervals));
    if (random.nextBoolean()) {
      question.put("time_zone", pick(ZONES));
    }
  }

  private void activity(ObjectNode question) {
    if (random.nextBoolean()) {
      rolled.activity(question);
      return;
    }
    interval(question, List.of("day", "week", "month"));
    sometimes(question, "events", random.nextBoolean() ? events() : namesOrPages());
    if (random.nextInt(4) == 0) {
      question.set("events", namesOrPagesOf(ofPersons()));
    }
  }

  /** The same persons in all that is asked. */
  private ObjectNode namesOrPagesOf(ObjectNode persons) {
    ObjectNode events = namesOrPagesAlone();
    ObjectNode all = JSON.objectNode();
    ArrayNode both = all.putArray("and").add(persons);
    if (events.has("filter")) {
      both.add(events.get("filter"));
    }
    return events.set("filter", all);
  }

  private void trends(ObjectNode question) {
    switch (random.nextInt(5)) {
      case 0 -> {
        anySegmentation(question);
        interval(question, List.of("hour", "day", "week", "month"));
      }
      case 1 -> {
        personsSeen(question);
        interval(question, List.of("day", "day", "week", "month"));
      }
      case 2 -> {
        eventsAndPersons(question);
        interval(question, List.of("day", "day", "week", "month"));
      }
      default -> rolled.trends(question);
    }
    boolean days = !question.get("interval").textValue().equals("hour");
    switch (random.nextInt(4)) {
      case 0 -> question.put("compare", "previous_period");
      case 1 -> question.put("cumulative", days);
      case 2 -> question.put("rolling", days ? 1 + random.nextInt(4) : 1);
      default -> question.put("cumulative", false);
    }
  }

  private void segmentation(ObjectNode question) {
    switch (random.nextInt(5)) {
      case 0 -> personsSeen(question);
      case 1 -> anySegmentation(question);
      case 2 -> eventsAndPersons(question);
      default -> rolled.segmentation(question);
    }
  }

  /** Persons, or events of some of them, by what timelines know. */
  private void personsSeen(ObjectNode question) {
    if (random.nextBoolean()) {
      question.put("time_zone", pick(ZONES));
    }
    String measure = pick(List.of("uniques", "uniques", "count"));
    ArrayNode series = question.putArray("series");
    for (int i = random.nextInt(3); i >= 0; i--) {
      series.add(
          (random.nextInt(4) == 0 ? JSON.objectNode() : namesOrPages()).put("measure", measure));
    }
    if (measure.equals("count")) {
      question.set("filter", ofPersons());
    } else if (random.nextInt(4) == 0) {
      question.set("filter", ofPersonsOrInContext());
    }
    if (random.nextInt(3) > 0) {
      breakdownByContext(question, List.of("country", "device", "event", "page"));
    }
  }

  /** Numbers of events and of persons beside each other, by names and contexts. */
  private void eventsAndPersons(ObjectNode question) {
    question.put("time_zone", pick(ZONES));
    ArrayNode series = question.putArray("series");
    for (int i = random.nextInt(3); i >= 0; i--) {
      ObjectNode one = series.addObject().put("measure", pick(List.of("count", "uniques")));
      if (random.nextInt(3) > 0) {
        one.put("event", pick(Worlds.EVENTS));
      }
      if (random.nextInt(4) == 0) {
        one.set("filter", inContext());
      }
    }
    if (random.nextBoolean()) {
      series.addObject().put("measure", "per_user");
    }
    if (random.nextInt(4) == 0) {
      question.set("filter", random.nextBoolean() ? inContext() : ofPersons());
    }
    if (random.nextInt(3) > 0) {
      breakdownByContext(question, List.of("country", "device", "event", "plan"));
    }
  }

  private void anySegmentation(ObjectNode question) {
    if (random.nextBoolean()) {
      question.put("time_zone", pick(ZONES));
    }
    sometimes(question, "filter", filter(3));
    ArrayNode series = question.putArray("series");
    int count = 1 + random.nextInt(3);
    for (int i = 0; i < count; i++) {
      series.add(series());
    }
    if (random.nextBoolean()) {
      question
          .putArray("formulas")
          .add(pick(List.of("A/A*100", "A + 2 * (A - 1.5)", count > 1 ? "A/B*100" : "A")));
    }
    if (random.nextInt(3) > 0) {
      ArrayNode breakdown = question.putArray("breakdown");
      for (int i = random.nextInt(3); i >= 0; i--) {
        breakdown.add(pick(FIELDS));
      }
      question.put("limit", 1 + random.nextInt(4));
    }
  }

  private ObjectNode series() {
    ObjectNode series = events();
    String measure =
        pick(List.of("count", "uniques", "per_user", "sum", "avg", "min", "max", "percentile"));
    series.put("measure", measure);
    if (!List.of("count", "uniques", "per_user").contains(measure)) {
      series.put("property", pick(NUMBERS));
    }
    if (measure.equals("percentile")) {
      series.put("percentile", pick(List.of(50.0, 95.0, 7.0, 100.0, 0.5)));
    }
    return series;
  }

  private ObjectNode events() {
    ObjectNode events = JSON.objectNode();
    switch (random.nextInt(3)) {
      case 0 -> events.put("event", pick(Worlds.EVENTS));
      case 1 -> events.putArray("event").add(pick(Worlds.EVENTS)).add(pick(Worlds.EVENTS));
      default -> events.remove("event");
    }
    if (random.nextInt(3) == 0) {
      events.set("filter", filter(2));
    }
    return events;
  }

  private void retention(ObjectNode question) {
    if (random.nextBoolean()) {
      rolled.retention(question);
      return;
    }
    interval(question, List.of("day", "week", "month"));
    boolean plain = random.nextBoolean();
    sometimes(question, "start", plain ? namesOrPages() : events());
    sometimes(question, "return", plain ? namesOrPages() : events());
    if (random.nextInt(4) == 0) {
      ObjectNode persons = ofPersons();
      question.set("start", namesOrPagesOf(persons));
      question.set("return", namesOrPagesOf(persons.deepCopy()));
    }
    question.put("cohort", pick(List.of("first_time", "recurring")));
    question.put("returned", pick(List.of("on", "on_or_after")));
    question.put("intervals", 1 + random.nextInt(6));
  }

  private void funnel(ObjectNode question) {
    boolean plain = random.nextInt(3) > 0;
    if (plain) {
      plainConversion(question);
    } else {
      conversion(question);
    }
    if (random.nextInt(3) == 0) {
      interval(question, List.of("hour", "day", "week", "month"));
    }
    if (plain && random.nextBoolean()) {
      breakdownByContext(question, List.of("country", "device", "plan", "page"));
    } else if (random.nextInt(3) == 0) {
      ArrayNode breakdown = question.putArray("breakdown");
      for (int i = random.nextInt(2); i >= 0; i--) {
        breakdown.add(pick(FIELDS));
      }
      question.put("limit", 1 + random.nextInt(3));
    }
    if (random.nextInt(3) == 0) {
      ObjectNode times = question.putObject("time_to_convert");
      if (random.nextBoolean()) {
        times.putArray("bucket_seconds").add(1).add(3600).add(86_400);
      }
    }
  }

  private void funnelPersons(ObjectNode question) {
    int steps = conversion(question);
    boolean dropped = random.nextBoolean();
    question.put("outcome", dropped ? "dropped" : "reached");
    question.put("step", dropped ? 2 + random.nextInt(steps - 1) : 1 + random.nextInt(steps));
    question.put("limit", 1 + random.nextInt(4));
  }

  /** Names of events and pages of page views: what timelines know. */
  private void plainConversion(ObjectNode question) {
    windowAndOrder(question);
    ArrayNode steps = question.putArray("steps");
    for (int i = random.nextInt(3); i >= -1; i--) {
      ObjectNode step = steps.addObject();
      switch (random.nextInt(3)) {
        case 0 -> step.putArray("alternatives").add(namesOrPages()).add(namesOrPages());
        default -> step.setAll(namesOrPages());
      }
    }
    if (random.nextInt(4) == 0) {
      question.putArray("exclusions").add(namesOrPages());
    }
    if (random.nextInt(3) == 0) {
      question.set("filter", ofPersonsOrInContext());
    }
    if (random.nextInt(5) == 0) {
      question.put("count", "sessions");
    }
  }

  private ObjectNode namesOrPages() {
    if (random.nextInt(8) == 0) {
      // Of other persons than the rest of the question may be of.
      return namesOrPagesOf(ofPersons());
    }
    ObjectNode events = namesOrPagesAlone();
    if (random.nextInt(5) == 0) {
      ObjectNode all = JSON.objectNode();
      ArrayNode both = all.putArray("and").add(inContext());
      if (events.has("filter")) {
        both.add(events.get("filter"));
      }
      events.set("filter", all);
    }
    return events;
  }

  private ObjectNode ofPersonsOrInContext() {
    switch (random.nextInt(3)) {
      case 0 -> {
        return inContext();
      }
      case 1 -> {
        ObjectNode both = JSON.objectNode();
        both.putArray("and").add(ofPersons()).add(inContext());
        return both;
      }
      default -> {
        return ofPersons();
      }
    }
  }

  /** Conditions on the person alone. */
  private ObjectNode ofPersons() {
    return filter(
        2,
        filter -> {
          if (random.nextInt(4) == 0) {
            filter.put("cohort", cohort());
          } else {
            onPerson(filter);
          }
        });
  }

  /** A condition on what timelines know beside names and pages. */
  private ObjectNode inContext() {
    ObjectNode filter = JSON.objectNode();
    ObjectNode condition = random.nextInt(4) == 0 ? filter.putObject("not") : filter;
    switch (random.nextInt(4)) {
      case 0 -> condition.put("property", "device").put("operator", "unset");
      case 1 -> condition.put("property", "plan").put("operator", "set");
      case 2 ->
          condition.put("property", "device").put("operator", "equals").put("value", "mobile");
      default ->
          condition
              .put("property", "country")
              .put("operator", "equals")
              .put("value", pick(Worlds.COUNTRIES));
    }
    return filter;
  }

  private void breakdownByContext(ObjectNode question, List<String> one) {
    ArrayNode breakdown = question.putArray("breakdown").add(pick(one));
    if (random.nextInt(3) == 0) {
      breakdown.add(pick(List.of("country", "device", "os")));
    }
    question.put("limit", 1 + random.nextInt(3));
  }

  private ObjectNode namesOrPagesAlone() {
    ObjectNode events = JSON.objectNode();
    if (random.nextInt(3) > 0) {
      return events.put("event", pick(Worlds.EVENTS));
    }
    ObjectNode page = JSON.objectNode();
    switch (random.nextInt(4)) {
      case 0 -> page.put("property", "page").put("operator", "unset");
      case 1 -> page.put("property", "page").put("operator", "contains").put("value", "p");
      case 2 ->
          page.putObject("not")
              .put("property", "page")
              .put("operator", "equals")
              .put("value", "/日本");
      default -> page.put("property", "page").put("operator", "equals").put("value", "/");
    }
    events.put("event", EventNames.PAGE_VIEW).set("filter", page);
    return events;
  }

  private String windowAndOrder(ObjectNode question) {
    question.put("conversion_window_seconds", pick(List.of(1, 3600, 86_400, 500_000)));
    if (random.nextBoolean()) {
      question.put("time_zone", pick(ZONES));
    }
    String order = pick(List.of("ordered", "ordered", "strict", "any"));
    question.put("order", order);
    return order;
  }

  private int conversion(ObjectNode question) {
    String order = windowAndOrder(question);
    ArrayNode steps = question.putArray("steps");
    int count = 2 + random.nextInt(3);
    for (int i = 0; i < count; i++) {
      steps.add(step());
    }
    if (random.nextInt(3) == 0) {
      ArrayNode exclusions = question.putArray("exclusions");
      for (int i = random.nextInt(2); i >= 0; i--) {
        ObjectNode exclusion = events();
        if (!order.equals("any") && random.nextBoolean()) {
          int after = 1 + random.nextInt(count - 1);
          exclusion.put("after", after).put("before", after + 1 + random.nextInt(count - after));
        }
        exclusions.add(exclusion);
      }
    }
    if (random.nextInt(4) == 0) {
      question.set("filter", filter(2));
    }
    if (random.nextInt(3) == 0) {
      question.put("count", pick(List.of("sessions", "sessions", "persons")));
    }
    if (random.nextInt(4) == 0) {
      question.putArray("hold_constant").add(pick(FIELDS));
    }
    return count;
  }

  private void paths(ObjectNode question) {
    if (random.nextBoolean()) {
      question.put("time_zone", pick(ZONES));
    }
    switch (random.nextInt(3)) {
      case 0 -> question.set("after", events());
      case 1 -> question.set("before", events());
      default -> question.put("depth", 1);
    }
    question.put("depth", 1 + random.nextInt(5)).put("limit", 1 + random.nextInt(4));
    question.put("over", pick(List.of("events", "pages")));
    question.put("collapse_repeats", random.nextBoolean());
    if (random.nextInt(4) == 0) {
      question.set("filter", random.nextBoolean() ? filter(2) : ofPersons());
    }
  }

  private ObjectNode step() {
    ObjectNode step = JSON.objectNode();
    switch (random.nextInt(4)) {
      case 0 -> step.putArray("alternatives").add(events()).add(events());
      case 1 -> step.put("event", pick(Worlds.EVENTS)).set("filter", filter(2));
      default -> {
        step.put("event", pick(Worlds.EVENTS));
        if (random.nextInt(4) == 0) {
          step.putArray("filters")
              .addObject()
              .put("property", "country")
              .put("operator", "equals")
              .put("value", pick(Worlds.COUNTRIES));
        }
      }
    }
    return step;
  }

  private void persons(ObjectNode question) {
    if (random.nextBoolean()) {
      question.put("time_zone", pick(ZONES));
    }
    question.setAll(events());
    if (random.nextInt(3) == 0) {
      question.put("search", pick(List.of("anon", "U", "Ü3", "1")));
    }
    if (random.nextBoolean()) {
      question.putArray("fields").add(pick(FIELDS)).add(pick(FIELDS));
    }
    question.put("limit", 1 + random.nextInt(6));
  }

  private void person(ObjectNode question) {
    question.put("person", pick(List.of("u1", "u2", "ü3", "anon0", "anon1", "nobody")));
    question.setAll(events());
    if (random.nextBoolean()) {
      question.remove("from");
    }
    question.put("limit", 1 + random.nextInt(8));
  }

  /** The cohorts that the questions name, as a project that has saved them would know them. */
  ProjectContext project() {
    return new ProjectContext() {
      @Override
      public Optional<JsonNode> cohort(String cohortId) {
        return Optional.ofNullable(cohorts.get(cohortId));
      }

      @Override
      public LocalDate today() {
        return Worlds.FIRST_DAY.plusDays(Worlds.DAYS - 3L);
      }
    };
  }

  private ObjectNode filter(int depth) {
    return filter(
        depth,
        filter -> {
          switch (random.nextInt(10)) {
            case 0, 1 -> onPerson(filter);
            case 2 -> filter.put("cohort", cohort());
            default -> condition(filter);
          }
        });
  }

  private ObjectNode filter(int depth, Consumer<ObjectNode> leaf) {
    ObjectNode filter = JSON.objectNode();
    switch (depth == 0 ? 5 : random.nextInt(6)) {
      case 0 -> filter.putArray("and").add(filter(depth - 1, leaf)).add(filter(depth - 1, leaf));
      case 1 -> filter.putArray("or").add(filter(depth - 1, leaf)).add(filter(depth - 1, leaf));
      case 2 -> filter.set("not", filter(depth - 1, leaf));
      default -> leaf.accept(filter);
    }
    return filter;
  }

  private String cohort() {
    String cohortId = "cohort-" + cohorts.size();
    cohorts.put(cohortId, filter(1, this::onPerson));
    return cohortId;
  }

  private void onPerson(ObjectNode filter) {
    if (random.nextInt(3) == 0) {
      filter.set("has", random.nextBoolean() ? filter(1, this::condition) : inContext());
      return;
    }
    ObjectNode did = filter.putObject("did");
    if (random.nextInt(4) > 0) {
      did.put("event", pick(Worlds.EVENTS));
    }
    if (random.nextInt(4) == 0) {
      did.set("filter", random.nextBoolean() ? filter(1, this::condition) : inContext());
    }
    switch (random.nextInt(6)) {
      case 0 -> did.put("at_least", 1 + random.nextInt(3));
      case 1 -> did.put("at_most", random.nextInt(3));
      case 2 -> did.put("exactly", random.nextInt(3));
      case 3 -> did.put("at_least", 1 + random.nextInt(2)).put("at_most", 2 + random.nextInt(2));
      case 4 -> did.put("first_time", true);
      default -> did.put("first_time", false);
    }
    switch (random.nextInt(4)) {
      case 0 -> did.put("last_days", 1 + random.nextInt(9));
      case 1 -> did.put("from", Worlds.FIRST_DAY.plusDays(random.nextInt(9)).toString());
      case 2 -> did.put("to", Worlds.FIRST_DAY.plusDays(random.nextInt(16)).toString());
      default -> did.put("first_time", did.path("first_time").asBoolean());
    }
  }

  private void condition(ObjectNode filter) {
    String operator =
        pick(
            List.of(
                "equals",
                "in",
                "contains",
                "regex",
                "set",
                "unset",
                "greater_than",
                "at_least",
                "less_than",
                "at_most",
                "since",
                "before"));
    filter.put("property", pick(FIELDS)).put("operator", operator);
    switch (operator) {
      case "equals" -> value(filter);
      case "in" -> filter.putArray("value").add(pick(TEXTS)).add(4).add(true);
      case "contains" -> filter.put("value", pick(List.of("D", "🎈", "'", "1", "本")));
      case "regex" -> filter.put("value", pick(PATTERNS));
      case "set", "unset" -> filter.remove("value");
      case "since", "before" -> {
        filter.put("property", "properties.day");
        filter.put("value", pick(List.of("2026-03-30", "2026-04-01", "2026-04-02")));
      }
      default -> filter.put("value", pick(List.of(-3, 1, 2, 100)));
    }
  }

  private void value(ObjectNode filter) {
    switch (random.nextInt(3)) {
      case 0 -> filter.put("value", pick(List.of(1, 2, 4)));
      case 1 -> filter.put("value", random.nextBoolean());
      default -> filter.put("value", pick(TEXTS));
    }
  }

  private void sometimes(ObjectNode question, String name, ObjectNode value) {
    if (random.nextBoolean()) {
      question.set(name, value);
    }
  }

  private <T> T pick(List<T> values) {
    return values.get(random.nextInt(values.size()));
  }
}
