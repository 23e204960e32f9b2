package metricflow.api.query;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;
import java.util.regex.Pattern;
import metricflow.problem.ProblemException;
import metricflow.problem.ProblemType;

/**
 * The members of one JSON object, read strictly. Whatever is wrong is a {@link ProblemException} of
 * type {@code QUERY_INVALID} that names the member by its path and says what is allowed.
 */
public final class JsonFields {
  private static final int SHOWN = 60;

  /** Half of a surrogate pair is no character either: no store would take it. */
  private static final Pattern NOT_IN_A_LINE = Pattern.compile("[\\p{Cntrl}\\p{Cs}]");

  private static final Pattern DATE = Pattern.compile("\\d{4}-\\d{2}-\\d{2}");

  private final JsonNode object;
  private final String path;

  private final ProjectContext project;

  private JsonFields(JsonNode object, String path, ProjectContext project) {
    this.object = object;
    this.path = path;
    this.project = project;
  }

  /** The members of the body of a request. */
  public static JsonFields ofBody(JsonNode body) {
    return ofBody(body, ProjectContext.NONE);
  }

  /** The same for what a project asks. */
  public static JsonFields ofBody(JsonNode body, ProjectContext project) {
    return of(body, "", project);
  }

  private static JsonFields of(JsonNode node, String path, ProjectContext project) {
    if (!node.isObject()) {
      throw invalid(path.isEmpty() ? "the body" : path, node, "a JSON object");
    }
    return new JsonFields(node, path, project);
  }

  /** Refuses every member not listed. */
  public JsonFields only(List<String> allowed) {
    object
        .fieldNames()
        .forEachRemaining(name -> {
          if (!allowed.contains(name)) {
            throw new ProblemException(
                ProblemType.QUERY_INVALID,
                "'%s' is not known; allowed: %s."
                    .formatted(shortened(at(name)), String.join(", ", allowed)));
          }
        });
    return this;
  }

  /** Whether the member is there and not null. */
  public boolean has(String name) {
    return object.hasNonNull(name);
  }

  /** A text of 1 to {@code maxLength} characters. */
  public String text(String name, int maxLength) {
    return text(object.path(name), at(name), maxLength);
  }

  private static String text(JsonNode node, String path, int maxLength) {
    String allowed = "a text of 1 to %d characters".formatted(maxLength);
    if (!node.isTextual() || node.textValue().isEmpty() || node.textValue().length() > maxLength) {
      throw invalid(path, node, allowed);
    }
    return node.textValue();
  }

  /** One of the texts {@code allowed}. */
  public String oneOf(String name, List<String> allowed) {
    JsonNode node = object.path(name);
    if (!node.isTextual() || !allowed.contains(node.textValue())) {
      throw invalid(at(name), node, "one of " + String.join(", ", allowed));
    }
    return node.textValue();
  }

  /** A whole number from {@code least} to {@code most}. */
  public long wholeNumber(String name, long least, long most) {
    JsonNode node = object.path(name);
    if (!node.isIntegralNumber()
        || !node.canConvertToLong()
        || node.longValue() < least
        || node.longValue() > most) {
      throw invalid(at(name), node, "a whole number from %d to %d".formatted(least, most));
    }
    return node.longValue();
  }

  /** A day, {@code yyyy-mm-dd}. */
  public LocalDate date(String name) {
    JsonNode node = object.path(name);
    String allowed = "a date such as 2026-11-23";
    if (!node.isTextual() || !DATE.matcher(node.textValue()).matches()) {
      throw invalid(at(name), node, allowed);
    }
    try {
      return LocalDate.parse(node.textValue());
    } catch (DateTimeException noSuchDay) {
      throw invalid(at(name), node, allowed);
    }
  }

  /** A point in time, ISO 8601 with a zone. */
  public Instant instant(String name) {
    JsonNode node = object.path(name);
    try {
      if (node.isTextual() && node.textValue().length() <= SHOWN) {
        return OffsetDateTime.parse(node.textValue()).toInstant();
      }
    } catch (DateTimeException noTime) {
      // Told below.
    }
    throw invalid(at(name), node, "a time such as 2026-11-23T18:00:00Z");
  }

  /**
   * A text of 1 to {@code maxLength} characters on one line, as names are: without control
   * characters.
   */
  public String line(String name, int maxLength) {
    String text = text(name, maxLength);
    if (NOT_IN_A_LINE.matcher(text).find()) {
      throw invalid(at(name), object.path(name), "a text without control characters");
    }
    return text;
  }

  /** The same on several lines. */
  public String paragraph(String name, int maxLength) {
    String text = text(name, maxLength);
    if (NOT_IN_A_LINE.matcher(text.replace('\n', ' ').replace('\t', ' ')).find()) {
      throw invalid(
          at(name), object.path(name), "a text without control characters but line ends and tabs");
    }
    return text;
  }

  /** The objects of an array of {@code least} to {@code most}. */
  public List<JsonFields> objects(String name, int least, int most) {
    JsonNode node = object.path(name);
    String allowed = "an array of %d to %d objects".formatted(least, most);
    if (!node.isArray() || node.size() < least || node.size() > most) {
      throw invalid(at(name), node, allowed);
    }
    List<JsonFields> objects = new ArrayList<>();
    for (int i = 0; i < node.size(); i++) {
      objects.add(of(node.get(i), "%s[%d]".formatted(at(name), i), project));
    }
    return objects;
  }

  /** The object in the member {@code name}. */
  public JsonFields object(String name) {
    return of(object.path(name), at(name), project);
  }

  /** A finite number. */
  public double number(String name) {
    JsonNode node = object.path(name);
    if (!node.isNumber() || !Double.isFinite(node.doubleValue())) {
      throw invalid(at(name), node, "a number");
    }
    return node.doubleValue();
  }

  /** True or false. */
  public boolean flag(String name) {
    JsonNode node = object.path(name);
    if (!node.isBoolean()) {
      throw invalid(at(name), node, "true or false");
    }
    return node.booleanValue();
  }

  /** A text, a number (as {@link Double}) or a flag (as the text of it). */
  public Object scalar(String name, int maxLength) {
    return scalar(object.path(name), at(name), maxLength);
  }

  /** 1 to {@code most} of what {@link #scalar} takes. */
  public List<Object> scalars(String name, int most, int maxLength) {
    return elements(name, 1, most, (node, path) -> scalar(node, path, maxLength));
  }

  /** {@code least} to {@code most} texts of 1 to {@code maxLength} characters. */
  public List<String> texts(String name, int least, int most, int maxLength) {
    return elements(name, least, most, (node, path) -> text(node, path, maxLength));
  }

  /** 1 to {@code most} whole numbers from 1 to {@code largest}, each more than the one before. */
  public List<Long> ascending(String name, int most, long largest) {
    List<Long> numbers =
        elements(
            name,
            1,
            most,
            (node, path) -> {
              if (!node.isIntegralNumber() || !node.canConvertToLong()) {
                throw invalid(path, node, "a whole number");
              }
              return node.longValue();
            });
    long least = 1;
    for (int i = 0; i < numbers.size(); i++) {
      long number = numbers.get(i);
      if (number < least || number > largest) {
        throw invalid(
            "%s[%d]".formatted(at(name), i),
            object.path(name).get(i),
            "a whole number from %d to %d, more than the one before".formatted(least, largest));
      }
      least = number + 1;
    }
    return numbers;
  }

  /** A text, or an array of 1 to {@code most}. */
  public List<String> textOrTexts(String name, int most, int maxLength) {
    return object.path(name).isArray()
        ? texts(name, 1, most, maxLength)
        : List.of(text(name, maxLength));
  }

  private static Object scalar(JsonNode node, String path, int maxLength) {
    boolean number = node.isNumber() && Double.isFinite(node.doubleValue());
    boolean text = node.isTextual() && node.textValue().length() <= maxLength;
    if (!number && !text && !node.isBoolean()) {
      throw invalid(
          path, node, "a text of at most %d characters, a number or a flag".formatted(maxLength));
    }
    return number ? node.doubleValue() : node.asText();
  }

  private <T> List<T> elements(
      String name, int least, int most, BiFunction<JsonNode, String, T> read) {
    JsonNode node = object.path(name);
    if (!node.isArray() || node.size() < least || node.size() > most) {
      throw invalid(at(name), node, "an array of %d to %d".formatted(least, most));
    }
    List<T> elements = new ArrayList<>();
    for (int i = 0; i < node.size(); i++) {
      elements.add(read.apply(node.get(i), "%s[%d]".formatted(at(name), i)));
    }
    return elements;
  }

  /** The problem that this object {@code is} wrong in some way. */
  public ProblemException problem(String is) {
    return new ProblemException(
        ProblemType.QUERY_INVALID, "'%s' %s.".formatted(path.isEmpty() ? "the body" : path, is));
  }

  /** The problem that the member {@code name} {@code is} wrong in some way. */
  public ProblemException problem(String name, String is) {
    return new ProblemException(ProblemType.QUERY_INVALID, "'%s' %s.".formatted(at(name), is));
  }

  /** What the project that asks gives to its question. */
  public ProjectContext project() {
    return project;
  }

  /** The problem that the member {@code name} {@code is} something it may not be. */
  public ProblemException invalid(String name, String is) {
    return new ProblemException(ProblemType.QUERY_INVALID, "'%s' is %s.".formatted(at(name), is));
  }

  /** The path of the member {@code name}. */
  public String at(String name) {
    return path.isEmpty() ? name : path + "." + name;
  }

  private static ProblemException invalid(String path, JsonNode found, String allowed) {
    return new ProblemException(
        ProblemType.QUERY_INVALID,
        "'%s' is %s; it must be %s.".formatted(path, describe(found), allowed));
  }

  private static String describe(JsonNode found) {
    return switch (found.getNodeType()) {
      case MISSING -> "missing";
      case ARRAY -> "an array of " + found.size();
      case OBJECT -> "an object";
      default -> shortened(found.toString());
    };
  }

  private static String shortened(String text) {
    return text.length() <= SHOWN ? text : text.substring(0, SHOWN) + "…";
  }
}
