package metricflow.api.query;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.stream.Stream;
import metricflow.api.query.filter.Field;
import metricflow.api.query.filter.FilterFields;
import metricflow.api.query.sql.ReadOnlySql;
import metricflow.event.Dimension;
import metricflow.event.EventLimits;
import metricflow.funnel.StepTimeline;
import metricflow.table.Table;
import metricflow.table.Tables;

/** JSON Schema of the questions, with the names and limits of the parser. */
public final class QuestionSchema {
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
  private static final int MAX_NAME = EventLimits.defaults().maxIdLength();
  private static final int MAX_TEXT = EventLimits.defaults().maxTextLength();

  private final ObjectNode schemas;
  private final ArrayNode kinds = JSON.arrayNode();

  private QuestionSchema(ObjectNode schemas) {
    this.schemas = schemas;
  }

  /** Adds a schema for each kind of question; says where they are. */
  public static ArrayNode define(ObjectNode schemas) {
    return new QuestionSchema(schemas).define();
  }

  private ArrayNode define() {
    shared();
    ObjectNode segmentation = kind(Segmentation.KIND, "series");
    numbers(segmentation);
    ObjectNode trends = kind(Trends.KIND, "series");
    numbers(trends);
    trends.set("interval", names(Interval.names()));
    trends.set("rolling", number(1, Trends.MAX_WINDOW));
    trends.set("cumulative", JSON.objectNode().put("type", "boolean"));
    trends.set("compare", names(List.of("previous_period")));
    ObjectNode retention = kind(Retention.KIND);
    intervals(retention);
    retention.set("start", ref("EventSelector"));
    retention.set("return", ref("EventSelector"));
    retention.set("cohort", names(List.of("recurring", "first_time")));
    retention.set("returned", names(List.of("on", "on_or_after")));
    retention.set("intervals", number(1, Retention.MAX_INTERVALS));
    for (String kind : List.of(Stickiness.KIND, Lifecycle.KIND)) {
      ObjectNode members = kind(kind);
      intervals(members);
      members.set("events", ref("EventSelector"));
    }
    funnels();
    ObjectNode persons = kind(Persons.KIND);
    persons.set("time_zone", zone());
    persons.set("event", oneOrMore());
    persons.set("filter", ref("Filter"));
    persons.set("search", text(MAX_NAME));
    persons.set("fields", array(ref("Field"), 1, Persons.MAX_FIELDS));
    persons.set("limit", number(1, Persons.MAX_LIMIT));
    persons.set("after", text(Cursor.MAX_TEXT));
    ObjectNode person = kindOfAnyDays(Person.KIND, "person");
    person.set("person", text(MAX_NAME));
    person.set("event", oneOrMore());
    person.set("filter", ref("Filter"));
    person.set("limit", number(1, Person.MAX_LIMIT));
    person.set("after", text(Cursor.MAX_TEXT));
    ObjectNode sql = object("question_" + Sql.KIND, List.of("kind", "sql"));
    sql.putObject("kind").put("const", Sql.KIND);
    sql.set("sql", text(ReadOnlySql.MAX_LENGTH));
    sql.set("limit", number(1, Sql.MAX_LIMIT));
    sql.set("version", ref("LakeVersion"));
    kinds.add(ref("question_" + Sql.KIND));
    ObjectNode paths = kind(Paths.KIND);
    paths.set("time_zone", zone());
    paths.set("after", ref("EventSelector"));
    paths.set("before", ref("EventSelector"));
    paths.set("over", names(PathsFields.OVER));
    paths.set("filter", ref("Filter"));
    paths.set("depth", number(1, Paths.MAX_DEPTH));
    paths.set("limit", number(1, Paths.MAX_LIMIT));
    paths.set("collapse_repeats", JSON.objectNode().put("type", "boolean"));
    ObjectNode users = kind(DailyActiveUsers.KIND);
    users.set("dimension", names(DailyActiveUsers.dimensionNames()));
    users.set("limit", number(1, DailyActiveUsers.MAX_LIMIT));
    return kinds;
  }

  private void funnels() {
    ObjectNode funnel = kind(Funnel.KIND, "steps", "conversion_window_seconds");
    conversion(funnel);
    funnel.set("interval", names(Interval.names()));
    funnel.set("breakdown", array(ref("Field"), 1, Segmentation.MAX_BREAKDOWN));
    funnel.set("limit", number(1, Segmentation.MAX_LIMIT));
    funnel.set("time_to_convert", ref("TimeToConvert"));
    ObjectNode persons = kind(FunnelPersons.KIND, "steps", "conversion_window_seconds", "step");
    conversion(persons);
    persons.set("step", number(1, StepTimeline.MAX_STEPS));
    persons.set("outcome", names(ConversionFields.OUTCOMES));
    persons.set("limit", number(1, FunnelPersons.MAX_LIMIT));
    object("TimeToConvert", List.of())
        .set(
            "bucket_seconds",
            array(number(1, FunnelFields.MAX_WINDOW_SECONDS), 1, Funnel.MAX_BUCKETS));
    ObjectNode exclusion = object("FunnelExclusion", List.of());
    exclusion.set("event", oneOrMore());
    exclusion.set("filter", ref("Filter"));
    exclusion.set("after", number(1, StepTimeline.MAX_STEPS - 1L));
    exclusion.set("before", number(2, StepTimeline.MAX_STEPS));
    funnelStep();
  }

  private static void conversion(ObjectNode members) {
    members.set("time_zone", zone());
    members.set("conversion_window_seconds", number(1, FunnelFields.MAX_WINDOW_SECONDS));
    members.set("steps", array(ref("FunnelStep"), 2, StepTimeline.MAX_STEPS));
    members.set("order", names(ConversionFields.ORDERS));
    members.set("exclusions", array(ref("FunnelExclusion"), 1, Conversion.MAX_EXCLUSIONS));
    members.set("filter", ref("Filter"));
    members.set("count", names(ConversionFields.UNITS));
    members.set("hold_constant", array(ref("Field"), 1, Conversion.MAX_HELD));
  }

  private void funnelStep() {
    ObjectNode step = object("FunnelStep", List.of());
    step.set("event", oneOrMore());
    step.set("filters", array(ref("FunnelFilter"), 0, Dimension.values().length));
    step.set("filter", ref("Filter"));
    step.set("alternatives", array(ref("EventSelector"), 1, Conversion.MAX_ALTERNATIVES));
    step.set("label", text(Conversion.MAX_LABEL));
    ObjectNode stepFilter = object("FunnelFilter", List.of("property", "operator", "value"));
    stepFilter.set(
        "property", names(Stream.of(Dimension.values()).map(Dimension::column).toList()));
    stepFilter.set("operator", names(List.of("equals")));
    stepFilter.set("value", text(MAX_TEXT));
  }

  /** Adds a kind; the members all have are there already. */
  private ObjectNode kind(String kind, String... required) {
    return kindOfAnyDays(
        kind, Stream.concat(Stream.of("from", "to"), Stream.of(required)).toArray(String[]::new));
  }

  /** Adds a kind that need not name days. */
  private ObjectNode kindOfAnyDays(String kind, String... required) {
    ObjectNode members =
        object("question_" + kind, Stream.concat(Stream.of("kind"), Stream.of(required)).toList());
    members.putObject("kind").put("const", kind);
    members.set("from", date());
    members.set("to", date());
    members.set("version", ref("LakeVersion"));
    kinds.add(ref("question_" + kind));
    return members;
  }

  private static void numbers(ObjectNode members) {
    members.set("time_zone", zone());
    members.set("filter", ref("Filter"));
    members.set("series", array(ref("Series"), 1, Segmentation.MAX_SERIES));
    members.set("formulas", array(text(FormulaParser.MAX_LENGTH), 1, Segmentation.MAX_FORMULAS));
    members.set("breakdown", array(ref("Field"), 1, Segmentation.MAX_BREAKDOWN));
    members.set("limit", number(1, Segmentation.MAX_LIMIT));
  }

  private static void intervals(ObjectNode members) {
    members.set("time_zone", zone());
    members.set("interval", names(Interval.namesOfDays()));
  }

  private void shared() {
    schemas.putObject("Field").put("type", "string").put("pattern", fieldPattern());
    ObjectNode events = object("EventSelector", List.of());
    events.set("event", oneOrMore());
    events.set("filter", ref("Filter"));
    ObjectNode series = object("Series", List.of());
    series.set("event", oneOrMore());
    series.set("filter", ref("Filter"));
    series.set("measure", names(Measure.Name.all()));
    series.set("property", ref("Field"));
    series
        .putObject("percentile")
        .put("type", "number")
        .put("exclusiveMinimum", 0)
        .put("maximum", 100);
    ObjectNode version = object("LakeVersion", List.of());
    Tables.all().stream()
        .map(Table::name)
        .forEach(name -> version.putObject(name).put("type", "integer").put("minimum", 0));
    filters();
  }

  private void filters() {
    ObjectNode condition = object("Condition", List.of("property", "operator"));
    condition.set("property", ref("Field"));
    condition.set(
        "operator",
        names(Stream.of(FilterFields.Operator.values()).map(FilterFields.Operator::json).toList()));
    ArrayNode types = condition.putObject("value").putArray("type");
    List.of("string", "number", "boolean", "array").forEach(types::add);
    ObjectNode did = object("DidMembers", List.of());
    did.set("event", oneOrMore());
    did.set("filter", ref("EventFilter"));
    did.set("at_least", number(1, FilterFields.MAX_TIMES));
    did.set("at_most", number(0, FilterFields.MAX_TIMES));
    did.set("exactly", number(0, FilterFields.MAX_TIMES));
    did.set("first_time", JSON.objectNode().put("type", "boolean"));
    did.set("last_days", number(1, FilterFields.MAX_LAST_DAYS));
    did.set("from", date());
    did.set("to", date());
    object("Did", List.of("did")).set("did", ref("DidMembers"));
    object("Has", List.of("has")).set("has", ref("EventFilter"));
    object("InCohort", List.of("cohort")).set("cohort", text(FilterFields.MAX_COHORT_ID));
    nested("Event", "Condition");
    nested("Person", "Did", "Has");
    nested("", "Condition", "Did", "Has", "InCohort");
  }

  /** Adds a language of filters: {@code conditions}, joined by and, or, not. */
  private void nested(String about, String... conditions) {
    ObjectNode filter = ref(about + "Filter");
    object(about + "And", List.of("and")).set("and", array(filter, 1, FilterFields.MAX_MEMBERS));
    object(about + "Or", List.of("or")).set("or", array(filter, 1, FilterFields.MAX_MEMBERS));
    object(about + "Not", List.of("not")).set("not", filter);
    ArrayNode any = schemas.putObject(about + "Filter").putArray("oneOf");
    Stream.of("And", "Or", "Not").forEach(name -> any.add(ref(about + name)));
    Stream.of(conditions).forEach(name -> any.add(ref(name)));
  }

  private static String fieldPattern() {
    return "^(%s|(%s)\\.(?s:.){1,%d})$"
        .formatted(String.join("|", Field.COLUMNS), String.join("|", Field.OBJECTS), Field.MAX_NAME)
        .replace("(?s:.)", "[\\s\\S]");
  }

  /** Adds an object that may have no other members; gives its members, to be filled. */
  private ObjectNode object(String name, List<String> required) {
    ObjectNode schema = schemas.putObject(name).put("type", "object");
    schema.put("additionalProperties", false);
    if (!required.isEmpty()) {
      required.forEach(schema.putArray("required")::add);
    }
    return schema.putObject("properties");
  }

  private static ObjectNode oneOrMore() {
    ObjectNode schema = JSON.objectNode();
    schema.putArray("oneOf").add(text(MAX_NAME)).add(array(text(MAX_NAME), 1, 20));
    return schema;
  }

  private static ObjectNode ref(String name) {
    return JSON.objectNode().put("$ref", "#/components/schemas/" + name);
  }

  private static ObjectNode date() {
    return JSON.objectNode().put("type", "string").put("format", "date");
  }

  private static ObjectNode text(int most) {
    return JSON.objectNode().put("type", "string").put("minLength", 1).put("maxLength", most);
  }

  private static ObjectNode zone() {
    return text(PeriodFields.MAX_ZONE)
        .put(
            "description",
            "UTC or a zone of the IANA data base, such as Europe/Berlin; the project's time_zone"
                + " unless named.");
  }

  private static ObjectNode number(long least, long most) {
    return JSON.objectNode().put("type", "integer").put("minimum", least).put("maximum", most);
  }

  private static ObjectNode names(List<String> names) {
    ObjectNode schema = JSON.objectNode();
    names.forEach(schema.putArray("enum")::add);
    return schema;
  }

  private static ObjectNode array(ObjectNode items, int least, int most) {
    ObjectNode schema = JSON.objectNode().put("type", "array");
    schema.put("minItems", least).put("maxItems", most).set("items", items);
    return schema;
  }
}
