package metricflow.api.saved;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import java.util.regex.Pattern;
import metricflow.api.metadata.ItemKind;
import metricflow.api.metadata.SavedItem;
import metricflow.api.query.JsonFields;
import metricflow.api.query.PeriodFields;
import metricflow.api.query.ProjectContext;
import metricflow.api.query.QueryParser;

/** Reads what is to be saved, and refuses what could not be used later. */
final class SavedFields {
  private static final int MAX_NAME_LENGTH = 200;
  private static final int MAX_TEXT_LENGTH = 2_000;
  private static final int MAX_ID_LENGTH = 36;
  private static final int MAX_TILES = 50;
  private static final int MAX_RECIPIENTS = 50;
  private static final int MAX_ADDRESS_LENGTH = 254;
  private static final int MAX_DESTINATION_LENGTH = 200;
  private static final int MAX_CRON_LENGTH = 100;
  private static final List<String> FORMATS = List.of("csv", "json");
  private static final Pattern ADDRESS = Pattern.compile("[^\\s@\\p{Cntrl}]+@[^\\s@\\p{Cntrl}]+");

  /** Folders within whatever the reports' maker has: no way out of it, no address of a server. */
  private static final Pattern DESTINATION =
      Pattern.compile("[A-Za-z0-9_-][A-Za-z0-9_.-]*(/[A-Za-z0-9_-][A-Za-z0-9_.-]*)*");

  /** ASCII, which every store takes whatever its encoding. */
  private static final ObjectMapper ASCII =
      JsonMapper.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();

  private final IntFunction<ProjectContext> projects;
  private final Clock clock;

  /**
   * Reads with a clock.
   *
   * @param projects what each gives to the questions of its insights
   */
  SavedFields(IntFunction<ProjectContext> projects, Clock clock) {
    this.projects = projects;
    this.clock = clock;
  }

  /**
   * What an item of the project is to be.
   *
   * @throws metricflow.problem.ProblemException {@code QUERY_INVALID}, naming the member
   */
  SavedItem.Draft draft(int projectId, ItemKind kind, JsonNode body) {
    JsonFields fields = JsonFields.ofBody(body);
    return switch (kind) {
      case INSIGHT -> insight(projectId, fields, body);
      case DASHBOARD -> dashboard(fields, body);
      case REPORT -> report(fields, body);
    };
  }

  private SavedItem.Draft insight(int projectId, JsonFields fields, JsonNode body) {
    fields.only(List.of("name", "description", "query", "last_days"));
    description(fields);
    fields.object("query");
    if (fields.has("last_days")) {
      fields.wholeNumber("last_days", 1, QueryParser.MAX_DAYS);
    }
    ProjectContext project = projects.apply(projectId);
    QueryParser.question(InsightQuestion.of(body, clock.instant(), project), false, project);
    return draft(fields, body, Map.of(), null);
  }

  private static SavedItem.Draft dashboard(JsonFields fields, JsonNode body) {
    fields.only(List.of("name", "description", "tiles"));
    description(fields);
    Map<String, ItemKind> uses = new HashMap<>();
    for (JsonFields tile : fields.objects("tiles", 0, MAX_TILES)) {
      tile.only(List.of("insight_id", "text", "title"));
      if (tile.has("insight_id") == tile.has("text")) {
        throw tile.problem("must have either 'insight_id' or 'text'");
      }
      if (tile.has("title")) {
        tile.line("title", MAX_NAME_LENGTH);
      }
      if (tile.has("text")) {
        tile.text("text", MAX_TEXT_LENGTH);
      } else {
        uses.put(tile.line("insight_id", MAX_ID_LENGTH), ItemKind.INSIGHT);
      }
    }
    return draft(fields, body, uses, null);
  }

  private SavedItem.Draft report(JsonFields fields, JsonNode body) {
    fields.only(
        List.of(
            "name",
            "description",
            "insight_id",
            "dashboard_id",
            "schedule",
            "format",
            "recipients",
            "destination",
            "enabled"));
    description(fields);
    if (fields.has("insight_id") == fields.has("dashboard_id")) {
      throw fields.invalid("insight_id", "needed, or 'dashboard_id' instead of it");
    }
    ItemKind shown = fields.has("insight_id") ? ItemKind.INSIGHT : ItemKind.DASHBOARD;
    String shownId = fields.line(shown.text() + "_id", MAX_ID_LENGTH);
    fields.oneOf("format", FORMATS);
    receivers(fields);
    Instant next = nextRun(fields, clock.instant());
    return draft(fields, body, Map.of(shownId, shown), next);
  }

  private static void receivers(JsonFields fields) {
    if (fields.has("recipients")) {
      for (String recipient : fields.texts("recipients", 1, MAX_RECIPIENTS, MAX_ADDRESS_LENGTH)) {
        if (!ADDRESS.matcher(recipient).matches()) {
          throw fields.invalid("recipients", "not all of email addresses such as ada@example.com");
        }
      }
    } else if (!fields.has("destination")) {
      throw fields.invalid("recipients", "needed, or 'destination'");
    }
    if (fields.has("destination")
        && !DESTINATION.matcher(fields.line("destination", MAX_DESTINATION_LENGTH)).matches()) {
      throw fields.invalid("destination", "no folder such as sales/weekly");
    }
  }

  /** When the report in {@code fields} is due after {@code after}; null while it is off. */
  static Instant nextRun(JsonFields fields, Instant after) {
    JsonFields schedule = fields.object("schedule").only(List.of("cron", "time_zone"));
    Cron cron =
        Cron.of(schedule.line("cron", MAX_CRON_LENGTH))
            .orElseThrow(() ->
                schedule.invalid(
                    "cron",
                    "no schedule of five fields that ever comes, such as '0 7 * * 1' (Mondays at"
                        + " 7)"));
    ZoneId zone = PeriodFields.zone(schedule);
    boolean enabled = !fields.has("enabled") || fields.flag("enabled");
    return enabled ? cron.next(after, zone).orElse(null) : null;
  }

  private static void description(JsonFields fields) {
    if (fields.has("description")) {
      fields.text("description", MAX_TEXT_LENGTH);
    }
  }

  /**
   * The same without members that are null, which are ones left out; in tiles and schedules too,
   * but not in a query, whose values are its own.
   */
  static ObjectNode withoutNulls(ObjectNode definition) {
    definition.properties().removeIf(member -> member.getValue().isNull());
    definition.path("tiles").forEach(SavedFields::withoutNulls);
    withoutNulls(definition.path("schedule"));
    return definition;
  }

  private static void withoutNulls(JsonNode part) {
    if (part instanceof ObjectNode object) {
      object.properties().removeIf(member -> member.getValue().isNull());
    }
  }

  private static SavedItem.Draft draft(
      JsonFields fields, JsonNode body, Map<String, ItemKind> uses, Instant nextRunAt) {
    ObjectNode definition = body.<ObjectNode>deepCopy();
    definition.remove("name");
    withoutNulls(definition);
    try {
      return new SavedItem.Draft(
          fields.line("name", MAX_NAME_LENGTH),
          ASCII.writeValueAsString(definition),
          uses,
          nextRunAt);
    } catch (JsonProcessingException unwritable) {
      throw new IllegalStateException(unwritable);
    }
  }
}
