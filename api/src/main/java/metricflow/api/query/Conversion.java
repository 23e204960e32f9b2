package metricflow.api.query;

import java.util.List;
import java.util.stream.Stream;
import metricflow.api.query.filter.Field;
import metricflow.api.query.filter.Filter;
import metricflow.api.query.promotion.PropertyUse;
import metricflow.funnel.FunnelOrder;

/**
 * What it takes to get through a funnel. The rules are those of {@link
 * metricflow.funnel.FunnelRules}.
 *
 * <p>All steps must lie in the period: a conversion that finishes after it does not count, so an
 * answer about past days never changes as time goes on.
 *
 * @param period which days
 * @param windowSeconds time from the first step within which all others must happen, inclusive
 * @param order in which order the steps must happen
 * @param steps two or more
 * @param exclusions what must not happen between steps
 * @param filter which events there are at all for this funnel
 * @param sessions whether each session counts by itself; else each person
 * @param holdConstant fields that must have the same values in all events of a conversion
 */
public record Conversion(
    Period period,
    long windowSeconds,
    FunnelOrder order,
    List<Step> steps,
    List<Exclusion> exclusions,
    Filter filter,
    boolean sessions,
    List<Field> holdConstant) {
  static final int MAX_ALTERNATIVES = 10;
  static final int MAX_EXCLUSIONS = 10;
  static final int MAX_HELD = 3;
  static final int MAX_LABEL = 200;

  /**
   * A step.
   *
   * @param label in words
   * @param alternatives events, any of which fills it
   */
  public record Step(String label, List<EventSelector> alternatives) {
    /** Keeps its own copy. */
    public Step {
      alternatives = List.copyOf(alternatives);
    }
  }

  /**
   * What must not happen.
   *
   * @param events which events
   * @param after step from which on, from 0
   * @param before step up to which, more than {@code after}
   */
  public record Exclusion(EventSelector events, int after, int before) {}

  /** Keeps its own copies. */
  public Conversion {
    steps = List.copyOf(steps);
    exclusions = List.copyOf(exclusions);
    holdConstant = List.copyOf(holdConstant);
  }

  /** What the conversion needs of properties. */
  Stream<PropertyUse> propertyUses() {
    return Stream.of(
            StepSql.selectors(this).stream().flatMap(EventSelector::propertyUses),
            PropertyUse.in(filter),
            holdConstant.stream().flatMap(PropertyUse::text))
        .flatMap(uses -> uses);
  }

  /** How step {@code index} is called: in any order the steps have no number of their own. */
  String label(int index) {
    return order == FunnelOrder.ANY
        ? "%d of %d steps".formatted(index + 1, steps.size())
        : steps.get(index).label();
  }
}
