package metricflow.api.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import metricflow.api.query.Caller;
import metricflow.api.query.LakeNames;
import metricflow.api.query.QueryEngine;
import metricflow.api.query.Row;
import metricflow.api.web.Json;

/**
 * What the lake has seen of a project in recent days. Names change slowly and looking for them
 * reads every property, so an answer is kept for some minutes. Thread-safe.
 */
public final class SeenSchema {
  private static final Duration KEPT = Duration.ofMinutes(5);
  private static final int ANSWERS_KEPT = 500;
  private static final int EXAMPLES = 5;

  private final QueryEngine engine;
  private final SchemaSql sql;
  private final Clock clock;
  private final Cache<Asked, Seen<?>> answers =
      Caffeine.newBuilder().maximumSize(ANSWERS_KEPT).expireAfterWrite(KEPT).build();

  /** Looks by {@code engine}. */
  public SeenSchema(QueryEngine engine, LakeNames names, Clock clock) {
    this.engine = engine;
    this.sql = new SchemaSql(names);
    this.clock = clock;
  }

  private record Asked(SchemaSql.Days days, boolean properties, Optional<String> event) {}

  /**
   * What was seen.
   *
   * @param asOf when it was looked for
   * @param list most frequent first
   * @param truncated whether there is more than the list has
   */
  record Seen<T>(Instant asOf, LocalDate from, LocalDate to, List<T> list, boolean truncated) {}

  /**
   * Events of the last {@code days} days up to today, by UTC.
   *
   * @throws metricflow.problem.ProblemException as {@link QueryEngine#run}
   */
  @SuppressWarnings("unchecked") // an answer about events is one of events
  Seen<SeenEvent> events(int projectId, int days) {
    Asked asked = new Asked(last(projectId, days), false, Optional.empty());
    return (Seen<SeenEvent>) answers.get(asked, this::lookForEvents);
  }

  /** Properties of events, perhaps of one name; otherwise as {@link #events}. */
  @SuppressWarnings("unchecked") // an answer about properties is one of properties
  Seen<SeenProperty> properties(int projectId, int days, Optional<String> event) {
    Asked asked = new Asked(last(projectId, days), true, event);
    return (Seen<SeenProperty>) answers.get(asked, this::lookForProperties);
  }

  private SchemaSql.Days last(int projectId, int days) {
    LocalDate today = clock.instant().atZone(ZoneOffset.UTC).toLocalDate();
    return new SchemaSql.Days(projectId, today.minusDays(days - 1L), today);
  }

  private Seen<SeenEvent> lookForEvents(Asked asked) {
    List<SeenEvent> events = new ArrayList<>();
    Instant now = clock.instant();
    Caller caller = Caller.of(asked.days().projectId());
    for (Row row : engine.run(caller, sql.events(asked.days())).rows()) {
      List<Object> values = row.values();
      events.add(
          new SeenEvent(
              (String) values.get(0),
              ((Number) values.get(1)).longValue(),
              (Instant) values.get(2),
              (Instant) values.get(3)));
    }
    return seen(asked, now, events, false);
  }

  private Seen<SeenProperty> lookForProperties(Asked asked) {
    Map<String, SeenProperty> properties = new LinkedHashMap<>();
    Instant now = clock.instant();
    Caller caller = Caller.of(asked.days().projectId());
    List<Row> rows = engine.run(caller, sql.properties(asked.days(), asked.event())).rows();
    for (Row row : rows) {
      SeenProperty one = property(row.values());
      properties.merge(one.name(), one, SeenSchema::merged);
    }
    return seen(
        asked,
        now,
        new ArrayList<>(properties.values()),
        rows.size() > SchemaSql.MAX_PROPERTY_ROWS);
  }

  private static SeenProperty property(List<Object> values) {
    SortedMap<String, Long> types = new TreeMap<>();
    types.put((String) values.get(1), ((Number) values.get(2)).longValue());
    List<String> examples = new ArrayList<>();
    for (JsonNode example : Json.tree((String) values.get(4))) {
      examples.add(example.asText());
    }
    return new SeenProperty(
        (String) values.get(0), types, (Instant) values.get(3), List.copyOf(examples));
  }

  private static SeenProperty merged(SeenProperty one, SeenProperty other) {
    SortedMap<String, Long> types = new TreeMap<>(one.types());
    types.putAll(other.types());
    List<String> examples = new ArrayList<>(one.examples());
    examples.addAll(other.examples());
    return new SeenProperty(
        one.name(),
        types,
        one.lastSeen().isAfter(other.lastSeen()) ? one.lastSeen() : other.lastSeen(),
        List.copyOf(examples.subList(0, Math.min(EXAMPLES, examples.size()))));
  }

  private static <T> Seen<T> seen(Asked asked, Instant asOf, List<T> list, boolean more) {
    int shown = Math.min(list.size(), SchemaSql.MAX_NAMES);
    return new Seen<>(
        asOf,
        asked.days().from(),
        asked.days().to(),
        List.copyOf(list.subList(0, shown)),
        more || shown < list.size());
  }
}
