package metricflow.api.query;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import metricflow.api.query.filter.Field;
import metricflow.api.query.filter.Filter;
import metricflow.funnel.FunnelOrder;

/**
 * A {@link Conversion} as timelines can count it: an event fills a step when its code does and its
 * context does.
 *
 * @param whole the conversion, as events are asked, of everybody
 * @param ofCodes the same with what it asks of names and pages alone
 * @param ofContexts the same with what it asks of contexts alone
 * @param breakdown fields whose values at the first step make groups
 * @param persons who is counted
 */
record TimelineConversion(
    Conversion whole,
    Conversion ofCodes,
    Conversion ofContexts,
    List<Field> breakdown,
    PersonFormula persons) {

  /** Keeps its own copy. */
  TimelineConversion {
    breakdown = List.copyOf(breakdown);
  }

  /** Empty when events must be asked. */
  static Optional<TimelineConversion> of(Conversion asked, List<Field> breakdown) {
    PersonsApart apart =
        PersonsApart.ofSteps(
            asked.steps().stream().map(Conversion.Step::alternatives).toList(), asked.filter());
    Conversion conversion = with(asked, steps(asked, apart), asked.exclusions(), apart.filter());
    // What a filter leaves out is no event of a session, and none between steps of strict order.
    boolean everyEvent = conversion.sessions() || conversion.order() == FunnelOrder.STRICT;
    boolean filtered = !conversion.filter().equals(Filter.ANY);
    if (!asked.holdConstant().isEmpty()
        || (everyEvent && filtered)
        || !conversion.filter().needsOnly(TimelineSelector::isContext)) {
      return Optional.empty();
    }
    List<Conversion.Step> codes = new ArrayList<>();
    List<Conversion.Step> contexts = new ArrayList<>();
    for (Conversion.Step step : conversion.steps()) {
      List<TimelineSelector> told = told(step.alternatives());
      if (told.isEmpty()) {
        return Optional.empty();
      }
      List<EventSelector> ofCodes = told.stream().map(TimelineSelector::ofCodes).toList();
      codes.add(new Conversion.Step(step.label(), ofCodes));
      contexts.add(new Conversion.Step(step.label(), List.of(told.getFirst().ofContexts())));
    }
    List<EventSelector> excluded =
        conversion.exclusions().stream().map(Conversion.Exclusion::events).toList();
    List<TimelineSelector> told = told(excluded);
    if (told.size() < excluded.size()) {
      return Optional.empty();
    }
    List<Conversion.Exclusion> ofCodes = new ArrayList<>();
    List<Conversion.Exclusion> ofContexts = new ArrayList<>();
    for (int i = 0; i < told.size(); i++) {
      Conversion.Exclusion one = conversion.exclusions().get(i);
      TimelineSelector events = told.get(i);
      ofCodes.add(new Conversion.Exclusion(events.ofCodes(), one.after(), one.before()));
      ofContexts.add(new Conversion.Exclusion(events.ofContexts(), one.after(), one.before()));
    }
    TimelineConversion split =
        new TimelineConversion(
            conversion,
            with(conversion, codes, ofCodes, Filter.ANY),
            with(conversion, contexts, ofContexts, conversion.filter()),
            breakdown,
            apart.persons());
    return split.tellsGroups() ? Optional.of(split) : Optional.empty();
  }

  private static List<Conversion.Step> steps(Conversion asked, PersonsApart apart) {
    return IntStream.range(0, asked.steps().size())
        .mapToObj(i -> new Conversion.Step(asked.steps().get(i).label(), apart.steps().get(i)))
        .toList();
  }

  /**
   * Those of events that are alternatives, or fill the same bits of a mask: empty unless all ask
   * the same of contexts, because then either of code and context may be looked at alone.
   */
  private static List<TimelineSelector> told(List<EventSelector> selectors) {
    List<TimelineSelector> told =
        selectors.stream()
            .filter(selector -> !selector.events().isEmpty())
            .flatMap(selector -> TimelineSelector.of(selector).stream())
            .toList();
    boolean alike = told.stream().map(TimelineSelector::ofContexts).distinct().count() <= 1;
    return alike && told.size() == selectors.size() ? told : List.of();
  }

  private static Conversion with(
      Conversion conversion,
      List<Conversion.Step> steps,
      List<Conversion.Exclusion> exclusions,
      Filter filter) {
    return new Conversion(
        conversion.period(),
        conversion.windowSeconds(),
        conversion.order(),
        steps,
        exclusions,
        filter,
        conversion.sessions(),
        List.of());
  }

  private boolean tellsGroups() {
    return breakdown.stream().allMatch(TimelineSelector::isContext)
        || (hasGroupsOfCodes() && !asksOfContexts());
  }

  /** Whether it is broken down by the page of the first step. */
  private boolean hasGroupsOfCodes() {
    Stream<Conversion.Step> first =
        whole.order() == FunnelOrder.ANY ? whole.steps().stream() : whole.steps().stream().limit(1);
    return breakdown.equals(List.of(TimelineSelector.PAGE))
        && first.flatMap(step -> step.alternatives().stream()).allMatch(EventSelector::isPageViews);
  }

  /** What contexts and groups are to it. */
  TimelineQuestionSql.Reading reading() {
    boolean contexts = asksOfContexts() || (!breakdown.isEmpty() && !hasGroupsOfCodes());
    return new TimelineQuestionSql.Reading(
        contexts, ofContexts.filter(), groups(), AskedPages.of(StepSql.selectors(ofCodes)));
  }

  /** The groups by all values at the first step. */
  TimelineGroups groups() {
    return new TimelineGroups(breakdown, new ShownGroups.Largest());
  }

  private boolean asksOfContexts() {
    return !ofContexts.filter().equals(Filter.ANY)
        || !StepSql.selectors(ofContexts).stream().allMatch(EventSelector.ANY::equals);
  }
}
