package metricflow.api.query.promotion;

import java.util.Collection;
import java.util.Comparator;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import metricflow.api.query.filter.Field;
import metricflow.api.query.filter.Filter;
import metricflow.promotion.Property;
import metricflow.promotion.PropertyKind;

/**
 * What a question needs of a property.
 *
 * @param kind its text or its number
 */
public record PropertyUse(Property property, PropertyKind kind) implements Comparable<PropertyUse> {
  private static final Comparator<PropertyUse> ORDER =
      Comparator.comparing((PropertyUse use) -> use.property().object())
          .thenComparing(use -> use.property().name())
          .thenComparing(PropertyUse::kind);

  /** The text of the field, when it is a property. */
  public static Stream<PropertyUse> text(Field field) {
    return of(field, PropertyKind.TEXT);
  }

  /** The number of the field, when it is a property. */
  public static Stream<PropertyUse> number(Field field) {
    return of(field, PropertyKind.NUMBER);
  }

  private static Stream<PropertyUse> of(Field field, PropertyKind kind) {
    return field instanceof Field.Property(String object, String name)
        ? Stream.of(new PropertyUse(new Property(object, name), kind))
        : Stream.empty();
  }

  /** All that the condition needs. */
  public static Stream<PropertyUse> in(Filter filter) {
    return switch (filter) {
      case Filter.All all -> all.filters().stream().flatMap(PropertyUse::in);
      case Filter.Any any -> any.filters().stream().flatMap(PropertyUse::in);
      case Filter.Not not -> in(not.filter());
      case Filter.Is is ->
          Stream.concat(
              is.texts().isEmpty() ? Stream.empty() : text(is.field()),
              is.numbers().isEmpty() ? Stream.empty() : number(is.field()));
      case Filter.Contains contains -> text(contains.field());
      case Filter.Matches matches -> text(matches.field());
      case Filter.IsSet set -> text(set.field());
      case Filter.Compares compares -> number(compares.field());
      case Filter.Since since -> text(since.field());
      case Filter.Before before -> text(before.field());
      // Other events are read for it, by their JSON.
      case Filter.OfPerson person -> Stream.empty();
    };
  }

  /** Each once, in an order that is always the same. */
  public static SortedSet<PropertyUse> distinct(Stream<PropertyUse> uses) {
    return uses.collect(Collectors.toCollection(TreeSet::new));
  }

  /** Their names in words. */
  static String names(Collection<PropertyUse> uses) {
    return String.join(
        ", ", new TreeSet<>(uses.stream().map(use -> use.property().qualified()).toList()));
  }

  @Override
  public int compareTo(PropertyUse other) {
    return ORDER.compare(this, other);
  }
}
