package metricflow.tests.oracle;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import metricflow.api.query.Person;
import metricflow.api.query.Persons;
import metricflow.api.query.filter.Field;

/** The list of persons and the profile of one, event by event. */
final class PersonsOracle {
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private final World world;

  PersonsOracle(World world) {
    this.world = world;
  }

  ObjectNode persons(Persons query) {
    Map<String, List<WorldEvent>> byPerson =
        world.events().stream()
            .filter(event -> OracleTime.in(event, query.period()))
            .filter(event -> FilterOracle.matches(world, query.events(), event))
            .sorted(CohortOracle.ORDER)
            .collect(Collectors.groupingBy(world::person, TreeMap::new, Collectors.toList()));
    List<String> order =
        byPerson.keySet().stream()
            .filter(person ->
                query.search().isEmpty()
                    || Stream.concat(
                            Stream.of(person),
                            byPerson.get(person).stream().map(WorldEvent::distinctId))
                        .anyMatch(id -> contains(id, query.search().get())))
            .sorted(
                Comparator.comparing((String person) -> byPerson.get(person).getLast().time())
                    .reversed())
            .toList();
    ObjectNode answer = JSON.objectNode();
    ArrayNode persons = answer.putArray("persons");
    for (String person : order.stream().limit(query.limit()).toList()) {
      List<WorldEvent> events = byPerson.get(person);
      ArrayNode values =
          persons
              .addObject()
              .put("person_id", person)
              .put("first_seen", events.getFirst().time().toString())
              .put("last_seen", events.getLast().time().toString())
              .put("events", events.size())
              .putArray("values");
      query.fields().forEach(field -> values.add(CohortOracle.latest(events, field)));
    }
    if (order.size() > query.limit()) {
      String last = order.get(query.limit() - 1);
      answer.put(
          "next", "%d.0.%s".formatted(byPerson.get(last).getLast().time().toEpochMilli(), last));
    } else {
      answer.putNull("next");
    }
    return answer;
  }

  private static boolean contains(String id, String part) {
    return id.toLowerCase(Locale.ROOT).contains(part.toLowerCase(Locale.ROOT));
  }

  ObjectNode person(Person query) {
    String person =
        world.persons().containsKey(query.id())
            ? world.persons().get(query.id()).personId()
            : query.id();
    List<WorldEvent> events =
        world.events().stream()
            .filter(event -> world.person(event).equals(person))
            .filter(event -> CohortOracle.on(query.days(), event))
            .sorted(CohortOracle.ORDER)
            .toList();
    ObjectNode answer = JSON.objectNode().put("person_id", person);
    ArrayNode ids = answer.putArray("ids").add(person);
    world.persons().entrySet().stream()
        .filter(entry -> entry.getValue().personId().equals(person))
        .map(Map.Entry::getKey)
        .sorted()
        .forEach(ids::add);
    answer.put("first_seen", events.isEmpty() ? null : events.getFirst().time().toString());
    answer.put("last_seen", events.isEmpty() ? null : events.getLast().time().toString());
    answer.put("events", events.size());
    for (String column : List.of("country", "device", "browser", "os")) {
      answer.put(column, CohortOracle.latest(events, new Field.Of(column)));
    }
    ObjectNode properties = answer.putObject("user_properties");
    events.stream()
        .flatMap(event -> tree(event.userProperties()).properties().stream())
        .map(Map.Entry::getKey)
        .distinct()
        .forEach(name -> {
          String latest = CohortOracle.latest(events, event -> property(event, name));
          if (latest != null) {
            properties.set(name, tree(latest));
          }
        });
    List<WorldEvent> told =
        events.reversed().stream()
            .filter(event -> FilterOracle.matches(world, query.events(), event))
            .toList();
    ArrayNode timeline = answer.putArray("timeline");
    told.stream().limit(query.limit()).forEach(event -> timeline.add(told(event)));
    if (told.size() > query.limit()) {
      WorldEvent last = told.get(query.limit() - 1);
      answer.put(
          "next",
          "%d.%d.%s"
              .formatted(
                  last.time().toEpochMilli(),
                  last.sequence() == null ? -1 : last.sequence(),
                  last.id()));
    } else {
      answer.putNull("next");
    }
    return answer;
  }

  private static ObjectNode told(WorldEvent event) {
    ObjectNode told =
        JSON.objectNode().put("event_id", event.id()).put("event_time", event.time().toString());
    List<String> columns =
        new ArrayList<>(
            List.of("event", "distinct_id", "session_id", "host", "page", "referrer", "country"));
    columns.addAll(List.of("device", "browser", "os"));
    columns.forEach(column -> told.put(column, event.columns().get(column)));
    return told.set("properties", tree(event.properties()));
  }

  /** A member of an event's user properties as JSON; null when there is none. */
  private static String property(WorldEvent event, String name) {
    JsonNode value = tree(event.userProperties()).path(name);
    return value.isMissingNode() || value.isNull() ? null : value.toString();
  }

  private static JsonNode tree(String json) {
    try {
      return json == null ? JSON.nullNode() : MAPPER.readTree(json);
    } catch (JsonProcessingException wrong) {
      throw new IllegalArgumentException(json, wrong);
    }
  }
}
