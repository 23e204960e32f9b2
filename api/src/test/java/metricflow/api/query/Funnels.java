package metricflow.api.query;

import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import metricflow.api.query.filter.Field;
import metricflow.api.query.filter.Filter;
import metricflow.funnel.FunnelOrder;

/** Funnels of the simplest kind, for tests. */
final class Funnels {
  private Funnels() {}

  static Funnel of(LocalDate from, LocalDate to, long windowSeconds, Conversion.Step... steps) {
    return new Funnel(
        new Conversion(
            new Period(from, to, Period.UTC),
            windowSeconds,
            FunnelOrder.ORDERED,
            List.of(steps),
            List.of(),
            Filter.ANY,
            false,
            List.of()),
        Optional.empty(),
        List.of(),
        Segmentation.DEFAULT_LIMIT,
        List.of());
  }

  /** A step of one event, with fields (each followed by its value) that must be equal. */
  static Conversion.Step step(String event, String... fieldsAndValues) {
    List<Filter> filters =
        Stream.iterate(0, i -> i < fieldsAndValues.length, i -> i + 2)
            .<Filter>map(i ->
                new Filter.Is(
                    new Field.Of(fieldsAndValues[i]), List.of(fieldsAndValues[i + 1]), List.of()))
            .toList();
    return new Conversion.Step(
        event, List.of(new EventSelector(List.of(event), new Filter.All(filters))));
  }
}
