package metricflow.api.query.promotion;

import java.util.Collection;
import java.util.List;
import metricflow.promotion.Promotion;

/**
 * Every promotion that rows of a project may have been filled by.
 *
 * @param promotions those known; rows of others are read by their JSON
 */
public record PromotedColumns(List<Promotion> promotions) {
  /** Of a project without any. */
  public static final PromotedColumns NONE = new PromotedColumns(List.of());

  /** Keeps its own copy. */
  public PromotedColumns {
    promotions = List.copyOf(promotions);
  }

  /** How a statement that needs {@code uses} reads events. */
  public EventScan scan(Collection<PropertyUse> uses) {
    return promotions.isEmpty() || uses.isEmpty()
        ? EventScan.PLAIN
        : EventScan.of(promotions, uses);
  }
}
