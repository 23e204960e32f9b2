package metricflow.api.query.filter;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import metricflow.api.query.EventSelector;
import metricflow.api.query.JsonFields;
import metricflow.event.EventLimits;
import metricflow.problem.ProblemException;
import metricflow.problem.ProblemType;

/**
 * Reads a {@link Filter} from JSON: {@code {"and": [..]}}, {@code {"or": [..]}}, {@code {"not":
 * {..}}}, a condition on the event {@code {"property", "operator", "value"}}, or one on the person
 * behind it: {@code {"did": {..}}}, {@code {"has": {..}}}, {@code {"cohort": ".."}}.
 */
public final class FilterFields {
  /** How deep conditions may be nested. */
  public static final int MAX_DEPTH = 8;

  /** Most members of one {@code and} or {@code or}. */
  public static final int MAX_MEMBERS = 20;

  /** Most conditions of one filter. */
  public static final int MAX_CONDITIONS = 60;

  /** Most values of one {@code in}. */
  public static final int MAX_VALUES = 200;

  /** Longest pattern, in characters. */
  public static final int MAX_PATTERN = 200;

  /** Most conditions on persons in one filter. */
  public static final int MAX_ON_PERSONS = 10;

  /** Largest number of times a person may be asked to have done something. */
  public static final int MAX_TIMES = 1_000_000;

  /** Most days that {@code last_days} reaches back. */
  public static final int MAX_LAST_DAYS = 3_660;

  /** Longest id of a cohort, in characters. */
  public static final int MAX_COHORT_ID = 36;

  private static final int MAX_TEXT = EventLimits.defaults().maxTextLength();

  /** The operators, by their names in JSON. */
  public enum Operator {
    EQUALS,
    IN,
    CONTAINS,
    REGEX,
    SET,
    UNSET,
    GREATER_THAN,
    AT_LEAST,
    LESS_THAN,
    AT_MOST,
    SINCE,
    BEFORE;

    /** Its name in JSON. */
    public String json() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  private static final List<String> OPERATORS =
      Stream.of(Operator.values()).map(Operator::json).toList();

  /** What a filter may be about. */
  private enum About {
    EVENT,
    PERSON,
    EITHER
  }

  private final About about;
  private int conditions;
  private int conditionsOnPersons;

  private FilterFields(About about) {
    this.about = about;
  }

  /**
   * The filter in the member {@code name}, {@link Filter#ANY} when there is none.
   *
   * @throws ProblemException of type {@code QUERY_INVALID}, naming the member and what it may be
   */
  public static Filter filter(JsonFields fields, String name) {
    return fields.has(name)
        ? new FilterFields(About.EITHER).filter(fields.object(name), MAX_DEPTH)
        : Filter.ANY;
  }

  /**
   * The definition of a cohort in {@code fields}: conditions on a person, joined by {@code and},
   * {@code or} and {@code not}. It names no other cohort.
   *
   * @throws ProblemException as {@link #filter(JsonFields, String)}
   */
  public static Filter cohort(JsonFields fields) {
    return new FilterFields(About.PERSON).filter(fields, MAX_DEPTH);
  }

  private Filter filter(JsonFields fields, int depth) {
    if (depth == 0) {
      throw fields.problem(
          "is nested too deeply; at most %d levels are allowed".formatted(MAX_DEPTH));
    }
    if (fields.has("and")) {
      return new Filter.All(members(fields.only(List.of("and")), "and", depth));
    }
    if (fields.has("or")) {
      return new Filter.Any(members(fields.only(List.of("or")), "or", depth));
    }
    if (fields.has("not")) {
      return new Filter.Not(filter(fields.only(List.of("not")).object("not"), depth - 1));
    }
    if (about != About.EVENT) {
      if (fields.has("did")) {
        return did(fields.only(List.of("did")).object("did"));
      }
      if (fields.has("has")) {
        return has(fields.only(List.of("has")).object("has"));
      }
    }
    if (about == About.EITHER && fields.has("cohort")) {
      return saved(fields.only(List.of("cohort")));
    }
    if (about == About.PERSON) {
      throw fields.problem("must be one of {and, or, not, did, has}: a cohort is about persons");
    }
    return condition(fields.only(List.of("property", "operator", "value")));
  }

  private Filter did(JsonFields fields) {
    countCondition(fields);
    return PersonFields.did(fields, EventSelector.named(fields, aboutEvents(fields, "filter")));
  }

  private Filter has(JsonFields fields) {
    countCondition(fields);
    return new Filter.Has(new FilterFields(About.EVENT).filter(fields, MAX_DEPTH));
  }

  private static Filter aboutEvents(JsonFields fields, String name) {
    return fields.has(name)
        ? new FilterFields(About.EVENT).filter(fields.object(name), MAX_DEPTH)
        : Filter.ANY;
  }

  /** Each is a scan of its own. */
  private void countCondition(JsonFields fields) {
    if (++conditionsOnPersons > MAX_ON_PERSONS) {
      throw fields.problem(
          "is one condition on persons too many; at most %d are allowed".formatted(MAX_ON_PERSONS));
    }
  }

  private Filter saved(JsonFields fields) {
    String cohortId = fields.text("cohort", MAX_COHORT_ID);
    JsonNode definition =
        fields
            .project()
            .cohort(cohortId)
            .orElseThrow(() -> fields.problem("names no cohort of this project"));
    FilterFields reader = new FilterFields(About.PERSON);
    reader.conditionsOnPersons = conditionsOnPersons;
    Filter filter = reader.filter(JsonFields.ofBody(definition, fields.project()), MAX_DEPTH);
    conditionsOnPersons = reader.conditionsOnPersons;
    return filter;
  }

  private List<Filter> members(JsonFields fields, String name, int depth) {
    return fields.objects(name, 1, MAX_MEMBERS).stream()
        .map(member -> filter(member, depth - 1))
        .toList();
  }

  private Filter condition(JsonFields fields) {
    if (++conditions > MAX_CONDITIONS) {
      throw fields.problem(
          "is one condition too many; at most %d are allowed".formatted(MAX_CONDITIONS));
    }
    Field field = field(fields, "property");
    Operator operator =
        Operator.valueOf(fields.oneOf("operator", OPERATORS).toUpperCase(Locale.ROOT));
    return switch (operator) {
      case EQUALS -> is(field, List.of(fields.scalar("value", MAX_TEXT)));
      case IN -> is(field, fields.scalars("value", MAX_VALUES, MAX_TEXT));
      case CONTAINS -> new Filter.Contains(field, fields.text("value", MAX_TEXT));
      case REGEX -> new Filter.Matches(field, pattern(fields));
      case SET -> {
        fields.only(List.of("property", "operator"));
        yield new Filter.IsSet(field);
      }
      case UNSET -> {
        fields.only(List.of("property", "operator"));
        yield new Filter.Not(new Filter.IsSet(field));
      }
      case GREATER_THAN -> compares(fields, field, Filter.Comparison.GREATER_THAN);
      case AT_LEAST -> compares(fields, field, Filter.Comparison.AT_LEAST);
      case LESS_THAN -> compares(fields, field, Filter.Comparison.LESS_THAN);
      case AT_MOST -> compares(fields, field, Filter.Comparison.AT_MOST);
      case SINCE -> new Filter.Since(field, fields.date("value"));
      case BEFORE -> new Filter.Before(field, fields.date("value"));
    };
  }

  /** The field that the member {@code name} names. */
  public static Field field(JsonFields fields, String name) {
    String longest = Field.OBJECTS.getLast() + ".";
    return Field.named(fields.text(name, longest.length() + Field.MAX_NAME), fields.at(name));
  }

  /** The 1 to {@code most} fields that the member {@code name} names; none when it is not there. */
  public static List<Field> fields(JsonFields fields, String name, int most) {
    if (!fields.has(name)) {
      return List.of();
    }
    String longest = Field.OBJECTS.getLast() + ".";
    return fields.texts(name, 1, most, longest.length() + Field.MAX_NAME).stream()
        .map(field -> Field.named(field, fields.at(name)))
        .toList();
  }

  private static Filter compares(JsonFields fields, Field field, Filter.Comparison comparison) {
    return new Filter.Compares(field, comparison, fields.number("value"));
  }

  private static Filter is(Field field, List<Object> values) {
    List<String> texts = new ArrayList<>();
    List<Double> numbers = new ArrayList<>();
    for (Object value : values) {
      if (value instanceof Double number) {
        numbers.add(number);
      } else {
        texts.add(value.toString());
      }
    }
    return new Filter.Is(field, texts, numbers);
  }

  /** Trino matches by RE2 too: its time is bounded by the length of pattern and text. */
  private static String pattern(JsonFields fields) {
    String pattern = fields.text("value", MAX_PATTERN);
    try {
      Pattern.compile(pattern);
      return pattern;
    } catch (PatternSyntaxException invalid) {
      throw new ProblemException(
          ProblemType.QUERY_INVALID,
          "'%s' is no RE2 pattern: %s.".formatted(fields.at("value"), invalid.getDescription()),
          invalid);
    }
  }
}
