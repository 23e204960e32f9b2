package metricflow.tests.oracle;

import com.google.re2j.Pattern;
import java.time.DateTimeException;
import java.time.LocalDate;
import metricflow.api.query.EventSelector;
import metricflow.api.query.filter.Field;
import metricflow.api.query.filter.Filter;

/** Whether an event meets a condition. */
final class FilterOracle {
  private FilterOracle() {}

  static boolean matches(EventSelector selector, WorldEvent event) {
    return (selector.events().isEmpty() || selector.events().contains(event.name()))
        && matches(selector.filter(), event);
  }

  static boolean matches(Filter filter, WorldEvent event) {
    return switch (filter) {
      case Filter.All all -> all.filters().stream().allMatch(one -> matches(one, event));
      case Filter.Any any -> any.filters().stream().anyMatch(one -> matches(one, event));
      case Filter.Not not -> !matches(not.filter(), event);
      case Filter.Is is ->
          is.texts().contains(event.value(is.field()) == null ? "\0" : event.value(is.field()))
              || event.number(is.field()) != null
                  && is.numbers().stream()
                      .anyMatch(number -> number.doubleValue() == event.number(is.field()));
      case Filter.Contains contains ->
          event.value(contains.field()) != null
              && event.value(contains.field()).contains(contains.text());
      case Filter.Matches matches ->
          event.value(matches.field()) != null
              && Pattern.compile(matches.pattern()).matcher(event.value(matches.field())).find();
      case Filter.IsSet set -> event.value(set.field()) != null;
      case Filter.Compares compares -> compares(compares, event.number(compares.field()));
      case Filter.Since since ->
          date(event, since.field()) != null && !date(event, since.field()).isBefore(since.day());
      case Filter.Before before ->
          date(event, before.field()) != null && date(event, before.field()).isBefore(before.day());
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

  private static LocalDate date(WorldEvent event, Field field) {
    String value = event.value(field);
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
