package metricflow.jobs.promotion;

import java.util.Comparator;
import metricflow.promotion.Property;
import metricflow.promotion.PropertyKind;

/**
 * How often questions have used a property.
 *
 * @param kind whether they needed its text or its number
 * @param questions number of questions in the time looked at
 */
record PropertyUse(int projectId, Property property, PropertyKind kind, long questions) {
  /** The most used first; the order of names where use is equal. */
  static final Comparator<PropertyUse> HOTTEST_FIRST =
      Comparator.comparingLong(PropertyUse::questions)
          .reversed()
          .thenComparing(use -> use.property().qualified());
}
