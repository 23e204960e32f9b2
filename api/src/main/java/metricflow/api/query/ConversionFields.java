package metricflow.api.query;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import metricflow.api.query.filter.Field;
import metricflow.api.query.filter.Filter;
import metricflow.api.query.filter.FilterFields;
import metricflow.funnel.FunnelOrder;
import metricflow.funnel.FunnelStep;
import metricflow.funnel.StepTimeline;

/** The members of {@link Funnel} and {@link FunnelPersons}. */
final class ConversionFields {
  static final List<String> MEMBERS =
      List.of(
          "time_zone",
          "conversion_window_seconds",
          "steps",
          "order",
          "exclusions",
          "filter",
          "count",
          "hold_constant");
  static final List<String> ORDERS =
      Stream.of(FunnelOrder.values()).map(order -> order.name().toLowerCase(Locale.ROOT)).toList();
  static final List<String> UNITS = List.of("persons", "sessions");
  static final List<String> OUTCOMES = List.of("reached", "dropped");

  private ConversionFields() {}

  static Funnel funnel(JsonFields fields) {
    only(fields, "interval", "breakdown", "limit", "time_to_convert");
    Optional<Interval> interval =
        fields.has("interval")
            ? Optional.of(PeriodFields.interval(fields, Interval.names()))
            : Optional.empty();
    Conversion conversion =
        conversion(
            fields,
            interval.isPresent()
                ? PeriodFields.period(fields, interval.get())
                : PeriodFields.period(fields));
    return new Funnel(
        conversion,
        interval,
        FilterFields.fields(fields, "breakdown", Segmentation.MAX_BREAKDOWN),
        fields.has("limit")
            ? (int) fields.wholeNumber("limit", 1, Segmentation.MAX_LIMIT)
            : Segmentation.DEFAULT_LIMIT,
        buckets(fields, conversion.windowSeconds()));
  }

  static FunnelPersons persons(JsonFields fields) {
    only(fields, "step", "outcome", "limit");
    Conversion conversion = conversion(fields, PeriodFields.period(fields));
    boolean dropped =
        fields.has("outcome") && fields.oneOf("outcome", OUTCOMES).equals(OUTCOMES.getLast());
    return new FunnelPersons(
        conversion,
        (int) fields.wholeNumber("step", dropped ? 2 : 1, conversion.steps().size()) - 1,
        dropped,
        fields.has("limit")
            ? (int) fields.wholeNumber("limit", 1, FunnelPersons.MAX_LIMIT)
            : FunnelPersons.DEFAULT_LIMIT);
  }

  private static void only(JsonFields fields, String... further) {
    QueryParser.only(
        fields, Stream.concat(MEMBERS.stream(), Stream.of(further)).toArray(String[]::new));
  }

  private static Conversion conversion(JsonFields fields, Period period) {
    FunnelOrder order =
        fields.has("order")
            ? FunnelOrder.valueOf(fields.oneOf("order", ORDERS).toUpperCase(Locale.ROOT))
            : FunnelOrder.ORDERED;
    long window = FunnelFields.conversionWindowSeconds(fields);
    List<Conversion.Step> steps =
        fields.objects("steps", FunnelFields.LEAST_STEPS, StepTimeline.MAX_STEPS).stream()
            .map(ConversionFields::step)
            .toList();
    return new Conversion(
        period,
        window,
        order,
        steps,
        exclusions(fields, order, steps.size()),
        FilterFields.filter(fields, "filter"),
        fields.has("count") && fields.oneOf("count", UNITS).equals(UNITS.getLast()),
        FilterFields.fields(fields, "hold_constant", Conversion.MAX_HELD));
  }

  private static Conversion.Step step(JsonFields step) {
    step.only(List.of("event", "filters", "filter", "alternatives", "label"));
    Conversion.Step read = step.has("alternatives") ? alternatives(step) : single(step);
    return step.has("label")
        ? new Conversion.Step(step.text("label", Conversion.MAX_LABEL), read.alternatives())
        : read;
  }

  private static Conversion.Step alternatives(JsonFields step) {
    step.only(List.of("alternatives", "label"));
    List<EventSelector> alternatives =
        step.objects("alternatives", 1, Conversion.MAX_ALTERNATIVES).stream()
            .map(one -> PeriodFields.events(one.only(List.of("event", "filter"))))
            .toList();
    return new Conversion.Step(
        alternatives.stream().map(ConversionFields::label).collect(Collectors.joining(" or ")),
        alternatives);
  }

  private static Conversion.Step single(JsonFields step) {
    if (!step.has("filter")) {
      PeriodFields.eventNames(step);
    }
    EventSelector events = PeriodFields.events(step);
    List<FunnelStep.Filter> equal = FunnelFields.filters(step);
    List<Filter> conditions = new ArrayList<>();
    equal.forEach(filter ->
        conditions.add(
            new Filter.Is(
                new Field.Of(filter.dimension().column()), List.of(filter.value()), List.of())));
    if (!events.filter().equals(Filter.ANY)) {
      conditions.add(events.filter());
    }
    String label = new FunnelStep(label(events), equal).label();
    return new Conversion.Step(
        label, List.of(new EventSelector(events.events(), new Filter.All(conditions))));
  }

  private static String label(EventSelector events) {
    return events.filter().equals(Filter.ANY) ? events.label() : events.label() + " (filtered)";
  }

  private static List<Conversion.Exclusion> exclusions(
      JsonFields fields, FunnelOrder order, int steps) {
    if (!fields.has("exclusions")) {
      return List.of();
    }
    return fields.objects("exclusions", 1, Conversion.MAX_EXCLUSIONS).stream()
        .map(one -> exclusion(one, order, steps))
        .toList();
  }

  /** In any order there is no one step after another to be named. */
  private static Conversion.Exclusion exclusion(JsonFields one, FunnelOrder order, int steps) {
    one.only(
        order == FunnelOrder.ANY
            ? List.of("event", "filter")
            : List.of("event", "filter", "after", "before"));
    int after = one.has("after") ? (int) one.wholeNumber("after", 1, steps - 1L) : 1;
    int before = one.has("before") ? (int) one.wholeNumber("before", after + 1L, steps) : steps;
    return new Conversion.Exclusion(PeriodFields.events(one), after - 1, before - 1);
  }

  private static List<Long> buckets(JsonFields fields, long windowSeconds) {
    if (!fields.has("time_to_convert")) {
      return List.of();
    }
    JsonFields times = fields.object("time_to_convert").only(List.of("bucket_seconds"));
    if (!times.has("bucket_seconds")) {
      return Funnel.DEFAULT_BUCKETS.stream().filter(bound -> bound <= windowSeconds).toList();
    }
    return times.ascending("bucket_seconds", Funnel.MAX_BUCKETS, FunnelFields.MAX_WINDOW_SECONDS);
  }
}
