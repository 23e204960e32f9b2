package metricflow.api.query;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import metricflow.api.query.filter.Field;
import metricflow.api.query.filter.Filter;

/**
 * What filters ask that look at nothing but the person behind an event, as few conditions that can
 * each be looked up by itself, and what counts of who meets which of them.
 *
 * @param conditions a {@link Filter.Did}, or a {@link Filter.Has} about one field that never holds
 *     of a person without a value
 * @param masks by index, those who meet just the conditions that are bits of it: which bits of the
 *     mask of an event count of them; 0 where nothing does, -1 where all does
 */
record PersonFormula(List<Filter.OfPerson> conditions, List<Long> masks) {
  /** All counts of everybody. */
  static final PersonFormula ANYBODY = new PersonFormula(List.of(), List.of(-1L));

  /** As many have 64 ways to be met, and each has a mask. */
  private static final int MOST = 6;

  /** Keeps its own copies. */
  PersonFormula {
    conditions = List.copyOf(conditions);
    masks = List.copyOf(masks);
  }

  /**
   * All counts of whom a filter holds. Empty when it looks at events, or has too many conditions.
   */
  static Optional<PersonFormula> of(Filter filter) {
    return isOfPersons(filter) ? of(filter, List.of()) : Optional.empty();
  }

  /**
   * What counts of persons when filters ask about nothing else.
   *
   * @param all must hold for anything to count
   * @param ofBits the bit of the mask with that number counts where the filter holds; further bits
   *     always do
   * @return empty when they have too many conditions
   */
  static Optional<PersonFormula> of(Filter all, List<Filter> ofBits) {
    Filter simple = simple(all);
    List<Filter> simpleOfBits = ofBits.stream().map(PersonFormula::simple).toList();
    List<Filter.OfPerson> conditions = new ArrayList<>();
    gather(simple, conditions);
    simpleOfBits.forEach(one -> gather(one, conditions));
    if (conditions.size() > MOST) {
      return Optional.empty();
    }
    List<Long> masks = new ArrayList<>();
    for (int met = 0; met < 1 << conditions.size(); met++) {
      long mask = -1L << ofBits.size();
      for (int bit = 0; bit < ofBits.size(); bit++) {
        mask |= holds(simpleOfBits.get(bit), conditions, met) ? 1L << bit : 0;
      }
      masks.add(holds(simple, conditions, met) ? mask : 0);
    }
    return Optional.of(new PersonFormula(conditions, masks));
  }

  /** Whether a filter looks at nothing but persons, and at them at all. */
  static boolean isOfPersons(Filter filter) {
    return switch (filter) {
      case Filter.All all -> areOfPersons(all.filters());
      case Filter.Any any -> areOfPersons(any.filters());
      case Filter.Not not -> isOfPersons(not.filter());
      case Filter.OfPerson _ -> true;
      default -> false;
    };
  }

  private static boolean areOfPersons(List<Filter> filters) {
    return !filters.isEmpty() && filters.stream().allMatch(PersonFormula::isOfPersons);
  }

  boolean isAnybody() {
    return conditions.isEmpty();
  }

  /** The same in simple conditions. */
  private static Filter simple(Filter filter) {
    return switch (filter) {
      case Filter.All all ->
          new Filter.All(all.filters().stream().map(PersonFormula::simple).toList());
      case Filter.Any any ->
          new Filter.Any(any.filters().stream().map(PersonFormula::simple).toList());
      case Filter.Not not -> new Filter.Not(simple(not.filter()));
      case Filter.FirstDid first -> first(first);
      case Filter.Has has -> has(has.filter());
      default -> filter;
    };
  }

  /** The first lies on some days: there is one on these, and none before them. */
  private static Filter first(Filter.FirstDid first) {
    Filter did = did(first.events(), first.days());
    return first.days().first() == null
        ? did
        : new Filter.All(
            List.of(
                did,
                new Filter.Not(
                    did(first.events(), new DayRange(null, first.days().first().minusDays(1))))));
  }

  private static Filter did(EventSelector events, DayRange days) {
    return new Filter.Did(events, days, 1, Long.MAX_VALUE);
  }

  /** What holds of the latest values of several fields is looked at field by field. */
  private static Filter has(Filter filter) {
    if (fields(filter).size() > 1) {
      return switch (filter) {
        case Filter.All all ->
            new Filter.All(all.filters().stream().map(PersonFormula::has).toList());
        case Filter.Any any ->
            new Filter.Any(any.filters().stream().map(PersonFormula::has).toList());
        case Filter.Not not -> new Filter.Not(has(not.filter()));
        default -> throw new IllegalStateException("about several fields: " + filter);
      };
    }
    return filter.mayHoldWithoutValues()
        ? new Filter.Not(new Filter.Has(new Filter.Not(filter)))
        : new Filter.Has(filter);
  }

  /** The field of a condition about one. */
  static Field field(Filter.Has has) {
    return fields(has.filter()).iterator().next();
  }

  private static Set<Field> fields(Filter filter) {
    Set<Field> fields = new LinkedHashSet<>();
    filter.withFields(field -> {
      fields.add(field);
      return field;
    });
    return fields;
  }

  private static void gather(Filter filter, List<Filter.OfPerson> conditions) {
    switch (filter) {
      case Filter.All all -> all.filters().forEach(one -> gather(one, conditions));
      case Filter.Any any -> any.filters().forEach(one -> gather(one, conditions));
      case Filter.Not not -> gather(not.filter(), conditions);
      case Filter.OfPerson condition when !conditions.contains(condition) ->
          conditions.add(condition);
      default -> {}
    }
  }

  private static boolean holds(Filter filter, List<Filter.OfPerson> conditions, int met) {
    return switch (filter) {
      case Filter.All all -> all.filters().stream().allMatch(one -> holds(one, conditions, met));
      case Filter.Any any -> any.filters().stream().anyMatch(one -> holds(one, conditions, met));
      case Filter.Not not -> !holds(not.filter(), conditions, met);
      default -> (met >>> conditions.indexOf(filter) & 1) == 1;
    };
  }
}
