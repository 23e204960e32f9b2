package metricflow.tests.oracle;

import com.google.re2j.Pattern;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.function.Function;
import java.util.function.Predicate;
import metricflow.api.query.EventSelector;
import metricflow.api.query.filter.Field;
import metricflow.api.query.filter.Filter;

/** Whether an event, or the person behind it, meets a condition. */
final class FilterOracle {
  private FilterOracle() {}

  static boolean matches(World world, EventSelector selector, WorldEvent event) {
    return (selector.events().isEmpty() || selector.events().contains(event.name()))
        && matches(world, selector.filter(), event);
  }

  static boolean matches(World world, Filter filter, WorldEvent event) {
    String person = world.person(event);
    return matches(
        filter, event::value, condition -> CohortOracle.matches(world, condition, person));
  }

  /**
   * The same of any values.
   *
   * @param person whether the person meets a condition
   */
  static boolean matches(
      Filter filter, Function<Field, String> values, Predicate<Filter.OfPerson> person) {
    return switch (filter) {
      case Filter.OfPerson condition -> person.test(condition);
      case Filter.All all -> all.filters().stream().allMatch(one -> matches(one, values, person));
      case Filter.Any any -> any.filters().stream().anyMatch(one -> matches(one, values, person));
      case Filter.Not not -> !matches(not.filter(), values, person);
      case Filter.Is is ->
          is.texts().contains(values.apply(is.field()) == null ? "\0" : values.apply(is.field()))
              || WorldEvent.number(values.apply(is.field())) != null
                  && is.numbers().stream()
                      .anyMatch(number ->
                          number.doubleValue() == WorldEvent.number(values.apply(is.field())));
      case Filter.Contains contains ->
          values.apply(contains.field()) != null
              && values.apply(contains.field()).contains(contains.text());
      case Filter.Matches matches ->
          values.apply(matches.field()) != null
              && Pattern.compile(matches.pattern()).matcher(values.apply(matches.field())).find();
      case Filter.IsSet set -> values.apply(set.field()) != null;
      case Filter.Compares compares ->
          compares(compares, WorldEvent.number(values.apply(compares.field())));
      case Filter.Since since ->
          date(values, since.field()) != null && !date(values, since.field()).isBefore(since.day());
      case Filter.Before before ->
          date(values, before.field()) != null
              && date(values, before.field()).isBefore(before.day());
    };
  }

  private static boolean compares(Filter.Compares compares, Double number) {
    if (number == null) {
      return false;
    }
    return switch (compares.comparison()) {
      case GREATER_THAN -> number > compares.number();
      case AT_LEAST -> number >= compares.number();
      case LESS_THAN -> number < compares.number();
      case AT_MOST -> number <= compares.number();
    };
  }

  private static LocalDate date(Function<Field, String> values, Field field) {
    String value = values.apply(field);
    if (value == null || !value.matches("(?s)\\d{4}-\\d{2}-\\d{2}.*")) {
      return null;
    }
    try {
      return LocalDate.parse(value.substring(0, 10));
    } catch (DateTimeException noSuchDay) {
      return null;
    }
  }
}
