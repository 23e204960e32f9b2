package metricflow.api.query;

import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import metricflow.api.query.filter.Field;
import metricflow.event.EventLimits;

/** The members of {@link Persons} and {@link Person}. */
final class PersonsFields {
  private static final int MAX_ID = EventLimits.defaults().maxIdLength();

  private PersonsFields() {}

  static Persons persons(JsonFields fields) {
    QueryParser.only(fields, "time_zone", "event", "filter", "search", "fields", "limit", "after");
    return new Persons(
        PeriodFields.period(fields),
        PeriodFields.events(fields),
        fields.has("search") ? Optional.of(fields.text("search", MAX_ID)) : Optional.empty(),
        told(fields),
        limit(fields, Persons.DEFAULT_LIMIT, Persons.MAX_LIMIT),
        Cursor.in(fields, "after"));
  }

  static Person person(JsonFields fields) {
    QueryParser.only(fields, "person", "event", "filter", "limit", "after");
    Optional<Cursor> after = Cursor.in(fields, "after");
    if (after.isPresent() && !isEventId(after.get().id())) {
      throw fields.problem("after", "must be the 'next' of an answer before");
    }
    return new Person(
        fields.text("person", MAX_ID),
        days(fields),
        PeriodFields.events(fields),
        limit(fields, Person.DEFAULT_LIMIT, Person.MAX_LIMIT),
        after);
  }

  private static DayRange days(JsonFields fields) {
    LocalDate from = fields.has("from") ? fields.date("from") : null;
    LocalDate to = fields.has("to") ? fields.date("to") : null;
    if (from != null && to != null && to.isBefore(from)) {
      throw fields.problem("to", "is before 'from'");
    }
    return new DayRange(from, to);
  }

  private static boolean isEventId(String text) {
    try {
      return UUID.fromString(text).toString().equals(text);
    } catch (IllegalArgumentException notAUuid) {
      return false;
    }
  }

  private static List<Field> told(JsonFields fields) {
    if (!fields.has("fields")) {
      return List.of();
    }
    int longest = Field.OBJECTS.getLast().length() + 1 + Field.MAX_NAME;
    return fields.texts("fields", 1, Persons.MAX_FIELDS, longest).stream()
        .map(name -> Field.named(name, fields.at("fields")))
        .toList();
  }

  private static int limit(JsonFields fields, int otherwise, int most) {
    return fields.has("limit") ? (int) fields.wholeNumber("limit", 1, most) : otherwise;
  }
}
